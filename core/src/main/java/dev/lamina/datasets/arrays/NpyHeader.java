package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the header of a NumPy file: a magic string, a version, and a Python dictionary with the
 * keys {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format's definition</a>
 */
public final class NpyHeader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy's own limit is 10,000; no array of plain numbers comes near it. */
  private static final int MAX_LENGTH = 1 << 16;

  private static final int MAX_RANK = 64;

  /** Such as {@code <U8} and {@code |S5}. */
  private static final Pattern TEXT = Pattern.compile("[<>|=][US]\\d{1,6}");

  private final String file;
  private final String text;
  private int at;

  private @Nullable String descr;
  private @Nullable Boolean fortranOrder;
  private long @Nullable [] shape;

  private NpyHeader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** What every file begins with. */
  public static byte[] magic() {
    return MAGIC.clone();
  }

  /** Reads up to where the elements begin. */
  public static ArrayHeader read(InputStream in, String file) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length == 0) {
      throw new DataException(file + ": the file is empty; write it again with numpy.save");
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= start.length || start[i] != MAGIC[i]) {
        throw new DataException(
            file
                + ": not a NumPy .npy file (it does not start with 93 'NUMPY'); write it with"
                + " numpy.save (numpy.savez makes a zip archive, whose name must end with .npz)");
      }
    }
    int version = start.length < 8 ? 0 : start[6];
    if (version < 1 || version > 3) {
      throw new DataException(
          "%s: NumPy format version %d; expected 1, 2 or 3".formatted(file, version));
    }
    byte[] lengthBytes = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = 0; i < lengthBytes.length; i++) {
      length |= (lengthBytes[i] & 0xffL) << (8 * i);
    }
    if (length > MAX_LENGTH) {
      throw new DataException(
          "%s: the NumPy header claims %d bytes; expected at most %d; the file is corrupt"
              .formatted(file, length, MAX_LENGTH));
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new DataException(file + ": the file is cut off inside its header; copy it again");
    }
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    long offset = 8 + lengthBytes.length + length;
    return new NpyHeader(file, new String(header, charset)).parse(offset);
  }

  private ArrayHeader parse(long offset) throws DataException {
    expect('{');
    while (!accept('}')) {
      String key = string();
      expect(':');
      switch (key) {
        case "descr" -> descr = descr();
        case "fortran_order" -> fortranOrder = bool();
        case "shape" -> shape = tuple();
        default -> throw malformed("unknown key '" + printable(key) + "'");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (descr == null || fortranOrder == null || shape == null) {
      throw malformed("expected the keys descr, fortran_order and shape");
    }
    if (TEXT.matcher(descr).matches() && shape.length > 0) {
      return text(descr, shape, offset);
    }
    return new ArrayHeader(file, type(descr), order(descr), shape, offset, fortranOrder);
  }

  /** Texts of up to n letters get an axis of n more. */
  private ArrayHeader text(String descr, long[] dims, long offset) throws DataException {
    long[] all = Arrays.copyOf(dims, dims.length + 1);
    all[dims.length] = Long.parseLong(descr.substring(2));
    boolean isUnicode = descr.charAt(1) == 'U';
    if (Boolean.TRUE.equals(fortranOrder) && dims.length > 1) {
      throw new DataException(
          file + ": texts in Fortran order; save them with numpy.save(path, y.ravel())");
    }
    ElementType type = isUnicode ? ElementType.UNICODE : ElementType.BYTE_TEXT;
    return new ArrayHeader(file, type, order(descr), all, offset);
  }

  private ElementType type(String descr) throws DataException {
    String name = descr.isEmpty() ? "" : descr.substring(1);
    return switch (name) {
      case "b1" -> ElementType.BOOL;
      case "u1" -> ElementType.UINT8;
      case "i1" -> ElementType.INT8;
      case "u2" -> ElementType.UINT16;
      case "i2" -> ElementType.INT16;
      case "u4" -> ElementType.UINT32;
      case "i4" -> ElementType.INT32;
      case "u8" -> ElementType.UINT64;
      case "i8" -> ElementType.INT64;
      case "f2" -> ElementType.FLOAT16;
      case "f4" -> ElementType.FLOAT32;
      case "f8" -> ElementType.FLOAT64;
      case "O" ->
          throw new DataException(
              file
                  + ": the array holds pickled Python objects, which are never loaded; save"
                  + " numbers, for example numpy.save(path, numpy.asarray(x, dtype='float32')), or"
                  + " names of classes as numpy.save(path, y.astype(str))");
      default ->
          throw new DataException(
              "%s: element type '%s' is not supported; expected bool, (u)int8 to (u)int64, float16,"
                      .formatted(file, printable(descr))
                  + " float32 or float64; save it with numpy.save(path, x.astype('float32'))");
    };
  }

  private static ByteOrder order(String descr) {
    return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private String descr() throws DataException {
    if (accept('[')) {
      throw new DataException(
          file
              + ": the array has named fields; expected plain numbers; save one field with"
              + " numpy.save(path, x['name'])");
    }
    return string();
  }

  private String string() throws DataException {
    skipSpace();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw malformed("expected a quoted string");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private boolean bool() throws DataException {
    skipSpace();
    if (text.startsWith("True", at)) {
      at += 4;
      return true;
    }
    if (text.startsWith("False", at)) {
      at += 5;
      return false;
    }
    throw malformed("expected True or False");
  }

  private long[] tuple() throws DataException {
    expect('(');
    List<Long> dims = new ArrayList<>();
    while (!accept(')')) {
      if (dims.size() == MAX_RANK) {
        throw malformed("expected at most " + MAX_RANK + " dimensions");
      }
      dims.add(number());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  private long number() throws DataException {
    skipSpace();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (start == at || at - start > 18) {
      throw malformed("expected a dimension of 1 to 18 digits");
    }
    long value = Long.parseLong(text.substring(start, at));
    // Python 2 wrote long integers with this suffix.
    accept('L');
    return value;
  }

  private boolean accept(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws DataException {
    if (!accept(c)) {
      throw malformed("expected '" + c + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private DataException malformed(String problem) {
    return new DataException(
        "%s: the NumPy header is malformed at character %d: %s; write the file again with numpy.save"
            .formatted(file, at, problem));
  }

  /** What a file says, fit for a terminal and a line. */
  private static String printable(String text) {
    String some = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return some.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
