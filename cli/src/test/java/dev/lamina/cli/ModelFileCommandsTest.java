package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.datasets.NpyFile;
import dev.lamina.ir.Shape;
import dev.lamina.models.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on models in files: what they do, and what they say of bad ones. */
class ModelFileCommandsTest {
  @TempDir static Path shared;
  static Path model;
  @TempDir Path directory;

  @BeforeAll
  static void trainOnce() throws IOException {
    DataFiles.idx(shared);
    model = shared.resolve("model.keras");
    Program program = train("--epochs", "40", "--learning-rate", "0.01", "--out", model.toString());
    assertThat(program.exitCode()).isZero();
    assertThat(program.out()).contains("\nsaved   " + model + "\ntest accuracy 1.0000");
  }

  private static Program train(String... more) {
    return run(
        Stream.concat(
            Stream.of("train", "--data", shared.toString(), "--batch-size", "16"),
            Stream.of(more)));
  }

  private static Program run(Stream<String> args) {
    return Program.run(args.toArray(String[]::new));
  }

  private static String lastLine(Program program) {
    List<String> lines = program.out().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static void assertExplained(Program program, int exitCode, String... messages) {
    assertThat(program.err()).contains(messages).doesNotContain("Exception", "\tat ");
    assertThat(program.err().lines().filter(line -> line.startsWith("error: "))).hasSize(1);
    assertThat(program.exitCode()).isEqualTo(exitCode);
  }

  private Path image(int gray) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, gray);
    }
    Path file = directory.resolve(gray + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void evaluateRepeatsTheResultOfTraining() {
    Program trained = train("--epochs", "2", "--out", directory.resolve("m.keras").toString());
    Program evaluated =
        Program.run(
            "evaluate", directory.resolve("m.keras").toString(), "--data", shared.toString());
    assertThat(evaluated.err()).isEmpty();
    assertThat(evaluated.exitCode()).isZero();
    assertThat(lastLine(evaluated)).isEqualTo(lastLine(trained));
  }

  @Test
  void trainingGoesOnFromAFile() throws IOException {
    Path more = directory.resolve("more.keras");
    Program program =
        train("--model", model.toString(), "--epochs", "1", "--no-shuffle", "--out", more + "");
    assertThat(program.err()).doesNotContain("error");
    // The rate with which the file was trained, not the one to which its schedule fell.
    assertThat(program.out()).contains("learning rate 0.01").contains("test accuracy 1.0000");
    try (Model before = Model.load(model);
        Model after = Model.load(more)) {
      assertThat(after.steps()).isEqualTo(before.steps() + 3);
    }
  }

  @Test
  void checkpointsAreRemovedWhenTrainingIsComplete() {
    Path backup = directory.resolve("backup");
    Program plain = train("--epochs", "2", "--seed", "3");
    Program resumable = train("--epochs", "2", "--seed", "3", "--resume", backup.toString());
    assertThat(lastLine(resumable)).isEqualTo(lastLine(plain));
    assertThat(backup).doesNotExist();
  }

  @Test
  void predictTellsBrightFromDark() throws IOException {
    Path dark = image(50);
    Path bright = image(200);
    Program program =
        Program.run("predict", model.toString(), dark.toString(), bright.toString(), "--top", "1");
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    List<String> lines = program.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith(dark + "  0 ").doesNotContain("  1 ");
    assertThat(lines.get(1)).startsWith(bright + "  1 ");
  }

  @Test
  void predictPrintsJson() throws IOException {
    Path bright = image(210);
    Program program = Program.run("predict", model.toString(), bright.toString(), "--json");
    JsonNode json = new ObjectMapper().readTree(program.out());
    assertThat(json).hasSize(1);
    assertThat(json.at("/0/input").asText()).isEqualTo(bright.toString());
    assertThat(json.at("/0/top")).hasSize(2);
    assertThat(json.at("/0/top/0/index").asInt()).isEqualTo(1);
    assertThat(json.at("/0/top/0/value").asDouble() + json.at("/0/top/1/value").asDouble())
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void predictReadsAndWritesNumPyFiles() throws IOException {
    Path x = directory.resolve("x.npy");
    Path y = directory.resolve("y.npy");
    byte[] pixels = new byte[3 * 64];
    Arrays.fill(pixels, 64, 128, (byte) 200);
    NpyFile.write(x, Shape.of(3, 8, 8), pixels);
    Program program =
        Program.run("predict", model.toString(), "--npy", x.toString(), "--out", y.toString());
    assertThat(program.out()).isEqualTo("wrote 3 predictions of shape 2 to " + y + "\n");
    try (Model loaded = Model.load(model)) {
      float[] expected = loaded.predict(NpyFile.open(x).toInputs());
      assertThat(NpyFile.open(y).toFloats()).hasSize(6).containsExactly(expected, within(1e-6f));
    }
    assertThat(Program.run("predict", model.toString(), "--npy", x.toString()).out().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("row "));
  }

  @Test
  void summaryAndExplainReadFiles() {
    assertThat(Program.run("summary", model.toString()).out())
        .contains("reference_cnn", "Total parameters: 52,866 ");
    assertThat(Program.run("explain", model.toString()).out())
        .contains("(8 - 3 + 2*1)/1 + 1 = 8 (height and width)");
  }

  @Test
  void diffOfTheSameIsZero() {
    Program program = Program.run("diff", model.toString(), model.toString());
    assertThat(program.out()).isEqualTo("the models are the same\n");
    assertThat(program.exitCode()).isZero();
  }

  @Test
  void diffTellsWeightsAndSettings() throws IOException {
    Path other = directory.resolve("other.keras");
    try (Model changed = Model.load(model)) {
      float[] bias = changed.weight("dense_1/bias");
      bias[1] += 0.5f;
      changed.setWeight("dense_1/bias", bias);
      changed.setLearningRate(0.25);
      changed.save(other);
    }
    Program program = Program.run("diff", model.toString(), other.toString());
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains("weights: 1 of ", "\n  dense_1/bias  largest 0.500 at 1 (")
        .contains("optimizer learning_rate: 0.01 -> 0.25")
        .doesNotContain("kernel");
  }

  @Test
  void diffTellsLayers() {
    Path grown = directory.resolve("grown.keras");
    assertThat(Program.run("diff", model.toString(), other(grown)).out())
        .contains("input: 8x8x1 -> 4x4x1", "layers: 13 -> 1", "layer 1 conv2d: Conv2D -> Flatten");
  }

  private static String other(Path file) {
    try (var small =
        new dev.lamina.models.Sequential(
            new dev.lamina.layers.Input(4, 4, 1), new dev.lamina.layers.reshaping.Flatten())) {
      small.save(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file.toString();
  }

  @Test
  void diffCallsTroubleTwo() {
    assertExplained(
        Program.run("diff", model.toString(), "no.keras"), 2, "error: no.keras: no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "summary", "explain"})
  void badFiles(String command) throws IOException {
    assertExplained(Program.run(command, "no.keras"), 1, "error: no.keras: no such file");
    assertExplained(
        Program.run(command, shared.toString()), 1, "is a directory; name a model file");
    Path text = Files.writeString(directory.resolve("m.txt"), "hello");
    assertExplained(Program.run(command, text.toString()), 1, "the format of this file is unknown");
    Path broken = Files.writeString(directory.resolve("m.keras"), "hello");
    assertExplained(Program.run(command, broken.toString()), 1, "error: " + broken + ": ");
  }

  @Test
  void dataThatDoNotFit() throws IOException {
    Path wide = Files.createDirectory(directory.resolve("wide"));
    DataFiles.idx(wide, "train", 20, 9);
    DataFiles.idx(wide, "t10k", 20, 9);
    for (String command : List.of("evaluate", "train")) {
      String[] args =
          command.equals("train")
              ? new String[] {"train", "--model", model.toString(), "--data", wide.toString()}
              : new String[] {"evaluate", model.toString(), "--data", wide.toString()};
      assertExplained(Program.run(args), 1, "the model takes inputs of shape 8x8x1", "9x9x1");
    }
    Path x = directory.resolve("x.npy");
    NpyFile.write(x, Shape.of(2, 5, 5), new float[50]);
    assertExplained(
        Program.run("predict", model.toString(), "--npy", x.toString()),
        1,
        "error: " + x + ": holds inputs of shape 5x5x1, but the model in " + model);
    assertExplained(
        Program.run("predict", model.toString(), image(1).toString(), "--data", "fashion-mnist"),
        1,
        "the model tells 2 classes apart, but fashion-mnist has 10");
    assertExplained(Program.run("predict", model.toString(), "none.png"), 1, "error: none.png: ");
  }

  @Test
  void aModelThatIsNotCompiledHasNoLoss() {
    assertExplained(
        Program.run("evaluate", other(directory.resolve("plain.keras"))),
        1,
        "the model is not compiled");
  }
}
