package dev.lamina.datasets.folders;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The names of files and folders as text.
 *
 * <p>A name has one spelling here, Unicode's composed form (NFC): macOS and archives made there
 * have accents and Korean syllables in pieces (NFD), which look the same. On Unix a name is bytes,
 * which Java decodes by the locale; where the locale is plain ASCII (a container without {@code
 * LANG}) it makes each other byte U+FFFD. A {@link Path} that came out of a directory still holds
 * the bytes and opens the file, and its URI tells them, so that the name can be read here.
 */
public final class FileNames {

  /** The order of names as Python sorts them, by code point, so that classes get Keras's index. */
  public static final Comparator<String> ORDER = FileNames::compareCodePoints;

  private static final char UNDECODED = '\ufffd';

  private FileNames() {}

  /** The last name of a path; U+FFFD stands for what is no text in UTF-8 either. */
  public static String of(Path path) {
    Path last = path.getFileName();
    if (last == null) {
      return path.toString();
    }
    String name = last.toString();
    return composed(isText(name) ? name : decoded(last));
  }

  /** Whether all of a name could be decoded. */
  public static boolean isText(String name) {
    return name.indexOf(UNDECODED) < 0;
  }

  /** The name in composed Unicode, as names are compared. */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static String decoded(Path name) {
    String uri = name.toUri().getRawPath();
    String end = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    String escaped = end.substring(end.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return name.toString();
    }
  }

  private static int compareCodePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    return Arrays.compare(left, right);
  }
}
