package dev.lamina.keras.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.keras.Fixtures;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HDF5 in forms that h5py writes on request and Keras does not. */
class Hdf5FormsTest {
  private static Hdf5Object read(String name) throws IOException {
    return Hdf5Reader.read(Fixtures.bytes("legacy/" + name));
  }

  private static float[] counted(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "chunks.h5, edges",
    "chunks.h5, packed",
    "chunks.h5, growing",
    "chunks_latest.h5, alone",
    "chunks_latest.h5, alone_packed",
    "chunks_latest.h5, array",
    "chunks_latest.h5, array_packed"
  })
  void chunksGiveTheirData(String file, String name) throws IOException {
    float[] values = read(file).get(name).requireData().floats(70, 9);
    assertThat(values).isEqualTo(counted(630));
  }

  @Test
  void manyLinksAndAttributesLieInHeaps() throws IOException {
    Hdf5Object many = read("dense.h5").get("many");
    Map<String, Object> expected = new LinkedHashMap<>();
    for (int i = 0; i < 700; i++) {
      expected.put("attribute_" + i, (long) i);
    }
    expected.put("long", Collections.nCopies(700, 7.0));
    assertThat(many.children()).hasSize(100).containsKey("weight_with_a_name_of_some_length_99");
    assertThat(many.attributes().keySet()).isEqualTo(expected.keySet());
    many.attributes()
        .forEach(
            (name, value) ->
                assertThat(value.toString().replace(".0", ""))
                    .isEqualTo(expected.get(name).toString().replace(".0", "")));
  }

  @Test
  void chunksThatWereNeverWrittenAreRefused() throws IOException {
    byte[] file = Fixtures.bytes("legacy/incomplete.h5");
    assertThatThrownBy(() -> Hdf5Reader.read(file))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "/missing: 1 of 4 chunks of the HDF5 data are there; the others were never written");
  }

  @Test
  void filesBeyondTwoGigabytesAreRefusedBeforeTheyAreWritten() {
    var root = new Hdf5Writer.Group();
    float[] shared = new float[1 << 22];
    for (int i = 0; i < 128; i++) {
      root.group("layers").put("" + i, new int[] {1 << 22}, shared);
    }
    assertThatThrownBy(() -> Hdf5Writer.write(root))
        .isInstanceOf(LaminaException.class)
        .hasMessageMatching(
            "the weights and the optimizer's state take 2147\\d{6} bytes, and files of at most 2 GB are written; a model that is not compiled is saved without the optimizer's state");
  }

  @Test
  void theSizeOfAFileIsNeverEstimatedTooSmall() {
    var root = new Hdf5Writer.Group();
    long floats = 0;
    for (String group : List.of("a", "b/c", "a_long_name_".repeat(20))) {
      for (int i = 0; i < 40; i++) {
        root.group(group).group("vars" + i).put("" + i, new int[] {i}, new float[i]);
        floats += 4L * i;
      }
    }
    root.group("nothing");
    assertThat((long) Hdf5Writer.write(root).length).isBetween(floats, root.size());
  }
}
