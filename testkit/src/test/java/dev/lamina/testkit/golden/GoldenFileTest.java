package dev.lamina.testkit.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class GoldenFileTest {

  private static GoldenFile read(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return GoldenFile.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static Map<String, byte[]> entries(String properties) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("one/case.properties", properties.getBytes(UTF_8));
    return entries;
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
    return ByteBuffer.allocate(10 + header.length() + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length())
        .put(header.getBytes(ISO_8859_1))
        .put(data)
        .array();
  }

  @Test
  void readsEveryTypeOfArray() throws IOException {
    Map<String, byte[]> entries = entries("");
    byte[] data = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0};
    entries.put("one/floats.npy", npy("<f4", "2,", data));
    entries.put("one/double.npy", npy("<f8", "", data));
    entries.put("one/ints.npy", npy("<i4", "1, 2", data));
    entries.put("one/longs.npy", npy("<i8", "1,", data));
    entries.put("one/bytes.npy", npy("|u1", "2, 4", data));
    GoldenCase golden = read(entries).get("one");
    assertThat(golden.array("floats").floats()).containsExactly(1f, -2f);
    assertThat(golden.array("double").shape()).isEmpty();
    assertThat(golden.array("double").doubles())
        .containsExactly(Double.longBitsToDouble(0xc00000003f800000L));
    assertThat(golden.array("ints").ints()).containsExactly(0x3f800000, 0xc0000000);
    assertThat(golden.array("longs").longs()).containsExactly(0xc00000003f800000L);
    assertThat(golden.array("bytes").bytes()).isEqualTo(data);
    assertThat(golden.array("bytes")).hasToString("uint8[2, 4]");
  }

  @Test
  void readsProperties() throws IOException {
    GoldenCase golden =
        read(entries("class=Conv2D\nsize=3,5\nrate=0.25\ncount=7\ntraining=true\nslots=\n"))
            .get("one");
    assertThat(golden.text("class")).isEqualTo("Conv2D");
    assertThat(golden.integers("size")).containsExactly(3, 5);
    assertThat(golden.number("rate")).isEqualTo(0.25);
    assertThat(golden.integer("count")).isEqualTo(7);
    assertThat(golden.flag("training")).isTrue();
    assertThat(golden.texts("slots")).isEmpty();
    assertThat(golden.has("absent")).isFalse();
    assertThat(golden).hasToString("one");
  }

  @Test
  void arraysAreCopiedOut() throws IOException {
    Map<String, byte[]> entries = entries("");
    entries.put("one/x.npy", npy("|u1", "2,", new byte[] {1, 2}));
    GoldenArray array = read(entries).get("one").array("x");
    array.bytes()[0] = 9;
    array.shape()[0] = 9;
    assertThat(array.bytes()).containsExactly(1, 2);
    assertThat(array.shape()).containsExactly(2);
  }

  @Test
  void saysWhatIsThereWhenSomethingIsNot() throws IOException {
    Map<String, byte[]> entries = entries("class=Dense\ntraining=maybe");
    entries.put("one/input.npy", npy("|u1", "2,", new byte[] {1, 2}));
    GoldenFile file = read(entries);
    GoldenCase golden = file.get("one");
    assertThatThrownBy(() -> golden.array("output"))
        .hasMessage("one: no array 'output'; there are [input]");
    assertThatThrownBy(() -> golden.text("config.units"))
        .hasMessage("one: no property 'config.units'; there are [class, training]");
    assertThatThrownBy(() -> golden.flag("training"))
        .hasMessage("one: training=maybe is not a boolean");
    assertThatThrownBy(() -> golden.integer("class"))
        .hasMessage("one: class=Dense is not an integer");
    assertThatThrownBy(() -> golden.number("class")).hasMessage("one: class=Dense is not a number");
    assertThatThrownBy(() -> golden.integers("class"))
        .hasMessage("one: class=Dense is not a list of integers");
    assertThatThrownBy(() -> golden.array("input").floats())
        .hasMessage("the array holds uint8, not float32; use bytes()");
    assertThatThrownBy(() -> file.get("two")).hasMessage("no golden case 'two'");
    assertThatThrownBy(() -> file.cases("Conv2D"))
        .hasMessage("no golden case of class 'Conv2D'; there are Dense");
    assertThatThrownBy(() -> GoldenFile.load("layer"))
        .hasMessage("no golden family 'layer'; tools/keras-golden writes one zip for each");
  }

  @Test
  void refusesWhatIsNoGoldenFile() {
    assertThatThrownBy(() -> GoldenFile.read(new ByteArrayInputStream(new byte[] {1, 2, 3})))
        .isInstanceOf(IOException.class)
        .hasMessage("not a zip file, or an empty one");
    assertThatThrownBy(() -> read(Map.of("case.properties", new byte[0])))
        .hasMessage("case.properties: not in a folder of a case");
    assertThatThrownBy(() -> read(Map.of("one/readme.txt", new byte[0])))
        .hasMessage("one/readme.txt: expected case.properties, keras.json or a .npy file");
    assertThatThrownBy(() -> read(Map.of("one/keras.json", new byte[0])))
        .hasMessage("one/case.properties: missing");
  }

  @Test
  void refusesBrokenArrays() {
    byte[] good = npy("<f4", "1,", new byte[4]);
    assertArrayRefused(new byte[] {1}, "not a NumPy .npy file of version 1");
    assertArrayRefused(Arrays.copyOf(good, 30), "the .npy header is cut off");
    assertArrayRefused(
        npy("<f2", "1,", new byte[2]),
        "unknown .npy type '<f2', expected one of <f4, <f8, <i4, <i8, |u1");
    assertArrayRefused(
        npy("<f4", "2, 3", new byte[20]),
        "float32 of shape [2, 3] needs 24 bytes, the .npy file holds 20");
    byte[] fortran = new String(good, ISO_8859_1).replace("False", "True ").getBytes(ISO_8859_1);
    assertArrayRefused(
        fortran, "unknown .npy header {'descr': '<f4', 'fortran_order': True , 'shape': (1,), }");
  }

  private static void assertArrayRefused(byte[] content, String message) {
    assertThatThrownBy(() -> read(Map.of("one/x.npy", content)))
        .isInstanceOf(IOException.class)
        .hasMessage("one/x.npy: " + message);
  }
}
