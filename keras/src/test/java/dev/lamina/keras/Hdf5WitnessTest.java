package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.keras.hdf5.Hdf5Writer;
import dev.lamina.models.Fit;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jHDF reads what we write, and we read what jHDF writes. */
class Hdf5WitnessTest {
  @TempDir Path directory;

  @Test
  void jhdfReadsWhatWeWrite() throws IOException {
    Sequential model = Fixtures.small();
    model.compile(new Adam().amsgrad(true), "sparse_categorical_crossentropy");
    float[] x = Fixtures.floats("x.bin");
    model.fit(Dataset.of(x, Shape.of(8, 8, 1), new int[32]), Fit.epochs(1).batchSize(16));
    requireSame(Weights.write(model, true));
  }

  @Test
  void jhdfReadsManyAndEmptyGroupsAndScalars() throws IOException {
    var root = new Hdf5Writer.Group();
    for (int i = 0; i < 300; i++) {
      root.group("layer_" + i).group("vars").put("0", new int[] {1, 2}, new float[] {i, -i});
    }
    root.put("iteration", 7_000_000_000L);
    root.put("rate", new int[0], new float[] {0.5f});
    root.group("nothing");
    requireSame(Hdf5Writer.write(root));
  }

  private void requireSame(byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve("ours.h5"), bytes);
    try (HdfFile file = new HdfFile(path)) {
      assertThat(compare(file, Hdf5Reader.read(bytes))).isPositive();
    }
  }

  /** The number of data sets that were compared. */
  private static int compare(Group theirs, Hdf5Object ours) {
    assertThat(ours.children()).containsOnlyKeys(theirs.getChildren().keySet());
    int compared = 0;
    for (Node node : theirs) {
      Hdf5Object child = ours.get(node.getName());
      if (node instanceof Group group) {
        compared += compare(group, child);
      } else {
        var dataset = (ContiguousDataset) node;
        Hdf5Data data = child.requireData();
        assertThat(data.dims()).isEqualTo(Arrays.stream(dataset.getDimensions()).boxed().toList());
        ByteBuffer raw = dataset.getBuffer().slice();
        assertThat(data.bytes()).isEqualTo(raw);
        compared++;
      }
    }
    return compared;
  }

  @Test
  void weReadWhatJhdfWrites() throws IOException {
    Path path = directory.resolve("theirs.h5");
    float[][] values = {{1, 2, 3}, {4, 5, 6.5f}};
    try (WritableHdfFile file = HdfFile.write(path)) {
      var vars = file.putGroup("layers").putGroup("dense").putGroup("vars");
      vars.putDataset("0", values);
      vars.putDataset("1", new double[] {0.25, -1e300});
      vars.putDataset("2", new int[] {Integer.MIN_VALUE, 7});
      vars.putAttribute("name", "dense");
    }
    Hdf5Object root = Hdf5Reader.read(Files.readAllBytes(path));
    Hdf5Object vars = root.get("layers/dense/vars");
    assertThat(vars.get("0").requireData().floats(2, 3)).containsExactly(1, 2, 3, 4, 5, 6.5f);
    Hdf5Data doubles = vars.get("1").requireData();
    assertThat(doubles.type().number(doubles.bytes(), 8, "1")).isEqualTo(-1e300);
    assertThat(vars.get("2").requireData().floats(2)).containsExactly(Integer.MIN_VALUE, 7);
    assertThat(vars.attributes()).containsEntry("name", "dense");
  }

  @Test
  void modelsOfKerasReadTheSameByBoth() throws IOException {
    for (String name : new String[] {"sequential.h5", "sequential.weights.h5"}) {
      requireSame(Fixtures.bytes(name));
    }
    assertThat(Model.load(Fixtures.file(directory, "sequential.h5"), Fixtures.REFERENCE).weights())
        .isNotEmpty();
  }
}
