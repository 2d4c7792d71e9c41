package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code npy/} come from NumPy itself; {@code npy/make.py} makes them. */
class NpyFileTest {

  @TempDir Path directory;

  private NpyFile fromNumPy(String name) throws IOException {
    Path file = directory.resolve(name + ".npy");
    try (InputStream in = NpyFileTest.class.getResourceAsStream("npy/" + name + ".npy")) {
      Files.write(file, in.readAllBytes());
    }
    return NpyFile.open(file);
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("a.npy"), content);
  }

  private void assertRefused(byte[] content, String message) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  private static String header(String descr, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
  }

  @ParameterizedTest
  @CsvSource({
    "int8, -7",
    "int16, -7",
    "int32, -7",
    "int64, -7",
    "uint8, 5",
    "uint16, 5",
    "uint32, 5",
    "uint64, 5"
  })
  void wholeNumbersInBothByteOrders(String type, int middle) throws IOException {
    for (String order : new String[] {"little", "big"}) {
      NpyFile file = fromNumPy(type + "-" + order);
      assertThat(file.dtype()).isEqualTo(type);
      assertThat(file.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(file.toInts()).containsExactly(0, 1, 2, 100, middle, 1);
      assertThat(file.toFloats()).containsExactly(0, 1, 2, 100, middle, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "float32", "float64"})
  void floatsInBothByteOrders(String type) throws IOException {
    for (String order : new String[] {"little", "big"}) {
      NpyFile file = fromNumPy(type + "-" + order);
      assertThat(file.dtype()).isEqualTo(type);
      assertThat(file.toFloats()).containsExactly(0, 0.5f, 2, 100, -7, 1);
      assertThatThrownBy(file::toInts)
          .isInstanceOf(DataException.class)
          .hasMessage(
              file.path()
                  + ": holds 2x3 "
                  + type
                  + "; expected whole numbers; save it with numpy.save(path, x.astype('int64'))");
    }
  }

  @Test
  void booleansAreZeroAndOne() throws IOException {
    assertThat(fromNumPy("bool-little").toInts()).containsExactly(0, 1, 1, 1, 1, 1);
  }

  @Test
  void halfPrecision() throws IOException {
    assertThat(fromNumPy("half").toFloats())
        .containsExactly(
            0f,
            -0f,
            1f,
            -2.5f,
            65504f,
            0x1p-24f,
            1023 * 0x1p-24f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY);
  }

  @Test
  void versionsScalarsVectorsAndEmptyArrays() throws IOException {
    assertThat(fromNumPy("version-2").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
    NpyFile third = fromNumPy("version-3");
    assertThat(third.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(third.dims()).containsExactly(1, 2, 3);
    NpyFile scalar = fromNumPy("scalar");
    assertThat(scalar.shape()).isEqualTo(Shape.of());
    assertThat(scalar.toFloats()).containsExactly(2.5f);
    assertThat(fromNumPy("vector").toInts()).containsExactly(0, 1, 2);
    NpyFile empty = fromNumPy("empty");
    assertThat(empty.dims()).containsExactly(0, 4);
    assertThat(empty.toFloats()).isEmpty();
    assertThatThrownBy(empty::shape)
        .isInstanceOf(DataException.class)
        .hasMessage(empty.path() + ": 0x4 float32 has no elements");
  }

  @Test
  void fortranOrderIsTurned() throws IOException {
    NpyFile file = fromNumPy("fortran");
    float[] expected = new float[file.shape().size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i;
    }
    assertThat(file.toFloats()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object | the array holds pickled Python objects, which are never loaded; save numbers, for"
            + " example numpy.save(path, numpy.asarray(x, dtype='float32')), or names of classes as"
            + " numpy.save(path, y.astype(str))",
        "complex | element type '<c8' is not supported; expected bool, (u)int8 to (u)int64,"
            + " float16, float32 or float64; save it with numpy.save(path, x.astype('float32'))",
        "fields | the array has named fields; expected plain numbers; save one field with"
            + " numpy.save(path, x['name'])"
      })
  void whatIsNotRead(String name, String message) {
    assertThatThrownBy(() -> fromNumPy(name))
        .isInstanceOf(DataException.class)
        .hasMessage(directory.resolve(name + ".npy") + ": " + message);
  }

  @Test
  void notNumPyAtAll() throws IOException {
    String message =
        "FILE: not a NumPy .npy file (it does not start with 93 'NUMPY'); write it with numpy.save"
            + " (numpy.savez makes a zip archive, whose name must end with .npz)";
    assertRefused(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0}, message);
    assertRefused(new byte[] {(byte) 0x93, 'N'}, message);
    assertRefused(new byte[0], "FILE: the file is empty; write it again with numpy.save");
  }

  @Test
  void malformedHeaders() throws IOException {
    byte[] good = npy(header("<f4", "(1,)"), new byte[4]);
    byte[] version = good.clone();
    version[6] = 4;
    assertRefused(version, "FILE: NumPy format version 4; expected 1, 2 or 3");
    assertRefused(
        Arrays.copyOf(good, 30), "FILE: the file is cut off inside its header; copy it again");
    byte[] longHeader = good.clone();
    longHeader[6] = 2;
    longHeader[11] = 0x7f;
    assertThatThrownBy(() -> NpyFile.open(file(longHeader)))
        .hasMessageContaining("the NumPy header claims")
        .hasMessageContaining("expected at most 65536; the file is corrupt");
    String[][] cases = {
      {"", "0: expected '{'"},
      {"{'descr': '<f4'}", "16: expected the keys descr, fortran_order and shape"},
      {"{'descr': <f4}", "10: expected a quoted string"},
      {"{'descr': '<f4", "10: expected a quoted string"},
      {"{'fortran_order': Perhaps}", "18: expected True or False"},
      {"{'shape': 3}", "10: expected '('"},
      {"{'shape': (3 4)}", "13: expected ')'"},
      {"{'shape': (-3,)}", "11: expected a dimension of 1 to 18 digits"},
      {"{'shape': (1234567890123456789,)}", "30: expected a dimension of 1 to 18 digits"},
      {"{'shape': (" + "1,".repeat(65) + ")}", "139: expected at most 64 dimensions"},
      {"{'surprise\u0007': 1}", "13: unknown key 'surprise?'"},
    };
    for (String[] each : cases) {
      assertRefused(
          npy(each[0], new byte[0]),
          "FILE: the NumPy header is malformed at character "
              + each[1]
              + "; write the file again with numpy.save");
    }
  }

  @Test
  void headersAsOlderNumPyAndPythonWroteThem() throws IOException {
    String header = "{\"shape\": (2L, 1L),\n 'fortran_order' :False, 'descr':\"<i4\"}   \n";
    NpyFile file = NpyFile.open(file(npy(header, new byte[] {1, 0, 0, 0, 2, 1, 0, 0})));
    assertThat(file.dims()).containsExactly(2, 1);
    assertThat(file.toInts()).containsExactly(1, 258);
  }

  @Test
  void theLengthMustBeWhatTheHeaderSays() throws IOException {
    assertRefused(
        npy(header("<f4", "(2, 3)"), new byte[20]),
        "FILE: the file is cut off: its header says 2x3 float32 (24 bytes), but only 20 bytes"
            + " follow; copy or download it again");
    assertRefused(
        npy(header("<f4", "(2, 3)"), new byte[25]),
        "FILE: the file goes on after its end: its header says 2x3 float32 (24 bytes), but 25 bytes"
            + " follow; write the file again, with one array");
  }

  @Test
  void claimsOfHugeSizesAllocateNothing() throws IOException {
    String[] shapes = {
      "(2147483647, 1000, 1000)",
      "(2147483647,)",
      "(1, 2147483647, 2147483647, 2147483647)",
      "(999999999999999999,)",
      "(2147483647, 134217728)"
    };
    for (String shape : shapes) {
      Path file = file(npy(header("<f8", shape), new byte[100]));
      long allocated =
          Allocation.during(
              () ->
                  assertThatThrownBy(() -> NpyFile.open(file))
                      .isInstanceOf(DataException.class)
                      .hasMessageStartingWith(file + ": the "));
      assertThat(allocated).isLessThan(32 << 20);
    }
  }

  @Test
  void intsBeyond32BitsAreRefused() throws IOException {
    byte[] payload = new byte[16];
    payload[12] = 1;
    NpyFile file = NpyFile.open(file(npy(header("<i8", "(2,)"), payload)));
    assertThatThrownBy(file::toInts)
        .isInstanceOf(DataException.class)
        .hasMessage(file.path() + ": element 1 is 4294967296, which is beyond 32 bits");
    Arrays.fill(payload, (byte) 0xff);
    NpyFile unsigned = NpyFile.open(file(npy(header("<u8", "(2,)"), payload)));
    assertThatThrownBy(unsigned::toInts).isInstanceOf(DataException.class);
  }

  @Test
  void missingFile() {
    Path file = directory.resolve("none.npy");
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file; check the path's spelling");
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "5, 5", "40000, 40000", "3 4 5, 60", "1 1, 1"})
  void whatIsWrittenIsRead(String dims, int size) throws IOException {
    int[] axes =
        Stream.of(dims.split(" ")).filter(s -> !s.isEmpty()).mapToInt(Integer::parseInt).toArray();
    Shape shape = Shape.of(axes);
    Random random = new Random(size);
    float[] floats = new float[size];
    int[] ints = new int[size];
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat();
      ints[i] = random.nextInt();
    }
    random.nextBytes(bytes);
    Path file = directory.resolve("out.npy");
    NpyFile.write(file, shape, floats);
    assertThat(NpyFile.open(file).toFloats()).isEqualTo(floats);
    assertThat(NpyFile.open(file).shape()).isEqualTo(shape);
    NpyFile.write(file, shape, ints);
    assertThat(NpyFile.open(file).toInts()).isEqualTo(ints);
    assertThat(NpyFile.open(file).dtype()).isEqualTo("int32");
    NpyFile.write(file, shape, bytes);
    assertThat(NpyFile.open(file).toInts()[0]).isEqualTo(bytes[0] & 0xff);
    assertThat(NpyFile.open(file).dtype()).isEqualTo("uint8");
  }

  @Test
  void inputsAreReadAsForTraining() throws IOException {
    Path file = directory.resolve("x.npy");
    NpyFile.write(file, Shape.of(2, 1, 2), new byte[] {0, 51, 102, (byte) 255});
    assertThat(NpyFile.open(file).inputShape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(NpyFile.open(file).toInputs()).containsExactly(0, 0.2f, 0.4f, 1);
    NpyFile.write(file, Shape.of(2, 1, 1, 2), new float[] {0, 51, -102, 255});
    assertThat(NpyFile.open(file).inputShape()).isEqualTo(Shape.of(1, 1, 2));
    assertThat(NpyFile.open(file).toInputs()).containsExactly(0, 51, -102, 255);
    NpyFile vector = fromNumPy("vector");
    assertThatThrownBy(vector::toInputs)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("3 int64; expected samples x features");
  }

  @Test
  void filesAreWrittenAsNumPyWritesThem() throws IOException {
    Path file = directory.resolve("out.npy");
    NpyFile.write(file, Shape.of(1, 2, 3), new float[] {0, 1, 2, 3, 4, 5});
    byte[] ours = Files.readAllBytes(file);
    byte[] theirs = Files.readAllBytes(fromNumPy("version-2").path());
    theirs[6] = 1;
    // Version 2 has two more bytes for the header's length, and so two fewer spaces.
    assertThat(Arrays.copyOf(ours, 8)).isEqualTo(Arrays.copyOf(theirs, 8));
    assertThat(ours).hasSameSizeAs(theirs);
    assertThat(Arrays.copyOfRange(ours, 128, ours.length))
        .isEqualTo(Arrays.copyOfRange(theirs, 128, theirs.length));
    assertThat(new String(ours, 10, 117, StandardCharsets.US_ASCII).strip())
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }");
    assertThat(ours[127]).isEqualTo((byte) '\n');
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNoRest() throws IOException {
    Path file = directory.resolve("out.npy");
    NpyFile.write(file, Shape.of(1), new float[] {7});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyFile.write(file, Shape.of(2), new float[3]))
        .withMessage("3 values for shape 2; expected 2");
    assertThat(NpyFile.open(file).toFloats()).containsExactly(7);
    Path taken = Files.createDirectories(directory.resolve("taken.npy/full")).getParent();
    assertThatThrownBy(() -> NpyFile.write(taken, Shape.of(1), new float[1]))
        .isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file, taken);
    }
  }

  @Test
  void writingMakesMissingDirectories() throws IOException {
    Path file = directory.resolve("no/such/a.npy");
    NpyFile.write(file, Shape.of(2), new float[] {1, 2});
    assertThat(NpyFile.open(file).toFloats()).containsExactly(1, 2);
  }
}
