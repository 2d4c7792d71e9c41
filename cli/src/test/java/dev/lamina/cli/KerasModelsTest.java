package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.datasets.NpyFile;
import dev.lamina.engine.Engines;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.losses.SparseCategoricalCrossentropy;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as Keras users have them, on class folders of photos of another size. */
class KerasModelsTest {
  private static final Path CASES =
      Path.of("..", "keras", "src", "test", "resources", "dev", "lamina", "keras", "unsupported");

  private static final Path SCHEDULED = CASES.resolveSibling("optimizers/schedule.keras");

  @TempDir static Path photos;
  @TempDir Path directory;

  @BeforeAll
  static void takePhotos() throws IOException {
    for (int i = 0; i < 12; i++) {
      photo("dark", i, 30 + i);
      photo("light", i, 200 + i);
    }
  }

  private static void photo(String folder, int number, int gray) throws IOException {
    BufferedImage image = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 20 * 24; i++) {
      image.setRGB(i % 20, i / 20, (gray << 16) | (gray << 8) | gray);
    }
    Path path = Files.createDirectories(photos.resolve(folder)).resolve(number + ".png");
    ImageIO.write(image, "png", path.toFile());
  }

  private static String model(String name) {
    return CASES.resolve(name + ".keras").toString();
  }

  private static Program train(String model, String... more) {
    String[] args = {"train", "--model", model, "--data", photos.toString(), "--batch-size", "8"};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Program.run(all);
  }

  private static Program evaluate(String model, String... more) {
    String[] args = {"evaluate", model, "--data", photos.toString()};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Program.run(all);
  }

  private static void assertRefused(Program program, String... messages) {
    assertThat(program.err()).contains(messages).doesNotContain("Exception", "\tat ");
    assertThat(program.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auc",
        "circle",
        "fbeta",
        "focal",
        "hinge",
        "max_norm",
        "own_constraint",
        "own_optimizer",
        "own_schedule",
        "pearson",
        "precision",
        "sensitivity",
        "sigmoid1",
        "logit1"
      })
  void everyModelPredictsIsShownAndCompared(String name) {
    String photo = photos.resolve("light/3.png").toString();
    for (String[] command :
        new String[][] {
          {"predict", model(name), photo},
          {"summary", model(name)},
          {"explain", model(name)},
          {"diff", model(name), model(name)}
        }) {
      Program program = Program.run(command);
      assertThat(program.err()).isEmpty();
      assertThat(program.exitCode()).isZero();
      assertThat(program.out()).isNotEmpty();
    }
  }

  @Test
  void diffTellsAConstraint() {
    Program program = Program.run("diff", model("max_norm"), model("hinge"));
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).contains("kernel_constraint: MaxNorm(max_value=2.0, axis=0) -> null");
    Program own = Program.run("diff", model("own_constraint"), model("hinge"));
    assertThat(own.exitCode()).isEqualTo(1);
    assertThat(own.out()).contains("kernel_constraint: Custom>Own (Own)() -> null");
    assertThat(own.out()).contains("note    " + model("own_constraint") + ": layer 'conv2d_7'");
  }

  @Test
  void unknownMetricsAreLeftOutAndTold() {
    String pearson = model("pearson");
    for (Program program : List.of(evaluate(pearson), train(pearson, "--epochs", "1"))) {
      assertThat(program.err()).doesNotContain("error");
      assertThat(program.exitCode()).isZero();
      assertThat(program.out()).contains("note    the metric ").contains("is left out\n");
    }
  }

  @Test
  void anUnknownLossIsRefusedWithTheMend() {
    String mend = "with --recompile sparse_categorical_crossentropy takes its place";
    String refusal = "the loss Circle is not supported";
    assertRefused(evaluate(model("circle")), refusal, mend);
    assertRefused(train(model("circle")), refusal, mend);
    Path out = directory.resolve("mended.keras");
    Program trained =
        train(
            model("circle"),
            "--recompile",
            "--epochs",
            "30",
            "--learning-rate",
            "0.02",
            "--out",
            out.toString());
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.out()).contains("test accuracy 1.0000");
    assertThat(evaluate(out.toString()).out()).contains("test accuracy 1.0000");
    assertThat(evaluate(model("circle"), "--recompile").out()).contains("test accuracy ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"own_optimizer", "own_schedule"})
  void anUnknownOptimizerIsNeededForTrainingOnly(String name) {
    Program evaluated = evaluate(model(name));
    assertThat(evaluated.exitCode()).isZero();
    assertThat(evaluated.out()).contains("note    the optimizer ", "test accuracy ");
    assertRefused(train(model(name)), "the optimizer ", "with --recompile Adam takes its place");
    assertThat(train(model(name), "--recompile", "--epochs", "1").exitCode()).isZero();
  }

  @Test
  void aModelsOwnScheduleIsFollowed() throws IOException {
    Path out = directory.resolve("trained.keras");
    Program trained = train(SCHEDULED.toString(), "--epochs", "1", "--out", out.toString());
    assertThat(trained.err()).doesNotContain("error");
    assertThat(trained.out()).contains("(ExponentialDecay)");
    assertThat(train(out.toString(), "--epochs", "1").out()).contains("(ExponentialDecay)");
    for (String[] more : new String[][] {{"--learning-rate", "0.1"}, {"--schedule", "constant"}}) {
      assertRefused(
          train(SCHEDULED.toString(), more),
          "the model's learning rate follows its own schedule, ExponentialDecay(",
          "leave out --learning-rate and --schedule");
    }
  }

  @Test
  void aConstraintIsNotDroppedInSilence() {
    String why = "layer 'conv2d_7': kernel_constraint=Custom>Own";
    assertRefused(
        train(model("own_constraint"), "--epochs", "1"), "the model cannot be trained", why);
    assertRefused(
        train(model("own_constraint"), "--recompile"), "the model cannot be trained", why);
    assertThat(evaluate(model("own_constraint")).exitCode())
        .isZero(); // a constraint is of training
  }

  /** The photos have 24x20 pixels, the models take 16x16. */
  @ParameterizedTest
  @ValueSource(strings = {"sigmoid1", "logit1"})
  void oneOutputTellsTwoClassesApart(String name) throws IOException {
    Path out = directory.resolve("trained.keras");
    Program trained =
        train(model(name), "--epochs", "40", "--learning-rate", "0.02", "--out", out.toString());
    assertThat(trained.err()).doesNotContain("error");
    assertThat(trained.out()).contains("of 16x16x3, 2 classes", "test accuracy 1.0000");
    Program evaluated = evaluate(out.toString());
    assertThat(evaluated.out()).contains("test accuracy 1.0000");

    Program predicted =
        Program.run(
            "predict",
            out.toString(),
            photos.resolve("dark/1.png").toString(),
            photos.resolve("light/1.png").toString(),
            "--data",
            photos.toString(),
            "--json");
    JsonNode json = new ObjectMapper().readTree(predicted.out());
    assertThat(json.at("/0/top/0/name").asText()).isEqualTo("dark");
    assertThat(json.at("/1/top/0/name").asText()).isEqualTo("light");
    for (int i = 0; i < 2; i++) {
      double best = json.at("/" + i + "/top/0/value").asDouble();
      assertThat(best).isBetween(0.5, 1.0);
      assertThat(best + json.at("/" + i + "/top/1/value").asDouble()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void threeClassesAreTooManyForOneOutput() throws IOException {
    byte[] pixels = new byte[6 * 16 * 16 * 3];
    NpyFile.write(directory.resolve("x_train.npy"), Shape.of(6, 16, 16, 3), pixels);
    NpyFile.write(directory.resolve("y_train.npy"), Shape.of(6), new byte[] {0, 1, 2, 0, 1, 2});
    assertRefused(
        Program.run("evaluate", model("sigmoid1"), "--data", directory.toString()),
        "the model has 1 output, which tells two classes apart, but ",
        "has 3 classes; give data with at most 2");
  }

  @Test
  void anOutputThatIsNotAboutClassesHasNoClassNames() {
    String photo = photos.resolve("light/3.png").toString();
    assertRefused(
        Program.run("predict", model("hinge"), photo, "--data", photos.toString()),
        "the model's only output is a number and not about classes; leave out --data");
  }

  @Test
  void logitsOfSeveralClassesAreShownAsProbabilities() throws IOException {
    Path file = directory.resolve("logits.keras");
    try (Sequential model = new Sequential(new Input(16, 16, 3), new Flatten(), new Dense(3))) {
      model.compile(new Adam(), new SparseCategoricalCrossentropy().fromLogits(true), "accuracy");
      model.save(file);
    }
    Program program =
        Program.run("predict", file.toString(), photos.resolve("dark/1.png") + "", "--json");
    JsonNode top = new ObjectMapper().readTree(program.out()).at("/0/top");
    double sum = 0;
    for (JsonNode one : top) {
      sum += one.get("value").asDouble();
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void oneHotLossesTakeClassFolders() throws IOException {
    Path file = directory.resolve("categorical.keras");
    try (Sequential model =
        new Sequential(new Input(16, 16, 3), new Flatten(), new Dense(2).activation("softmax"))) {
      model.compile("adam", "categorical_crossentropy", "accuracy");
      model.save(file);
    }
    assertThat(evaluate(file.toString()).out()).contains("test accuracy ");
    assertThat(train(file.toString(), "--epochs", "30", "--learning-rate", "0.02").out())
        .contains("test accuracy 1.0000");
  }

  /** A layer that scales 0..255 itself answers as the same model without it does on 0..1. */
  @ParameterizedTest
  @CsvSource({"0.00392156862745098, 0, true", "0.00784313725490196, -1, true", "2, -1, false"})
  void pixelsAreScaledOnce(double scale, double offset, boolean bytes) throws IOException {
    Path with = directory.resolve("with.keras");
    Path without = directory.resolve("without.keras");
    double range = bytes ? 255 : 1;
    try (Sequential model = network(new Rescaling(scale, offset));
        Sequential same = network(new Rescaling(scale * range, offset))) {
      model.save(with);
      same.setWeights(model.weights());
      same.save(without);
      String photo = photos.resolve("light/1.png").toString();
      float[] pixels = new float[16 * 16 * 3];
      Arrays.fill(pixels, 201 / 255f);
      float expected = Model.load(without).predict(pixels)[1];
      JsonNode json =
          new ObjectMapper()
              .readTree(Program.run("predict", with.toString(), photo, "--json").out());
      for (JsonNode one : json.at("/0/top")) {
        if (one.get("index").asInt() == 1) {
          assertThat(one.get("value").asDouble()).isCloseTo(expected, within(1e-5));
        }
      }
      Path x = directory.resolve("x.npy");
      byte[] raw = new byte[16 * 16 * 3];
      Arrays.fill(raw, (byte) 201);
      NpyFile.write(x, Shape.of(1, 16, 16, 3), raw);
      Path y = directory.resolve("deep/er/y.npy");
      Program.run("predict", with.toString(), "--npy", x.toString(), "--out", y.toString());
      assertThat(NpyFile.open(y).toFloats()[1]).isCloseTo(expected, within(1e-5f));
    }
    Program evaluated = evaluate(with.toString());
    Program trained = train(with.toString(), "--epochs", "1");
    for (Program program : List.of(evaluated, trained)) {
      assertThat(program.err()).doesNotContain("error");
      assertThat(program.out().contains("note    pixels are given to the model from 0 to 255"))
          .isEqualTo(bytes);
    }
    // Scaled twice, 0..255 would be 0..0.004, and the loss that of constant images.
    assertThat(loss(evaluated)).isCloseTo(loss(evaluate(without + "")), within(1e-3));
  }

  private static double loss(Program evaluated) {
    String out = evaluated.out();
    return Double.parseDouble(out.substring(out.indexOf(" loss ") + 6).strip());
  }

  private static Sequential network(Rescaling first) {
    Sequential model =
        new Sequential(
            new Input(16, 16, 3),
            first,
            new Conv2D(2, 3),
            new Flatten(),
            new Dense(2).activation("softmax"));
    model.setSeed(5);
    model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void theModelSaysTheSizeOfImages() {
    Program program = train(model("sigmoid1"), "--image-size", "20,24");
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err())
        .contains(
            "--image-size: the model in ", "takes inputs of shape 16x16x3", "leave the option");
    assertThat(train(model("sigmoid1"), "--image-size", "16,16", "--epochs", "1").exitCode())
        .isZero();
  }

  /** As a colleague with another processor has saved it. */
  @Test
  void modelsOfMixedPrecisionRunEverywhere() throws IOException {
    Path file = directory.resolve("mixed.keras");
    try (Sequential model =
        new Sequential(new Input(16, 16, 3), new Flatten(), new Dense(2).activation("softmax"))) {
      model.setEngine("reference");
      model.setDTypePolicy("mixed_bfloat16");
      model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
      model.save(file);
    }
    Program evaluated = evaluate(file.toString());
    assertThat(evaluated.err()).isEmpty();
    assertThat(evaluated.out()).contains("test accuracy ");
    assertThat(evaluated.out().contains("note    its layers of mixed_bfloat16 compute in float32"))
        .isEqualTo(Engines.defaultEngine().whyNot(DType.BFLOAT16).isPresent());
    String photo = photos.resolve("dark/1.png").toString();
    assertThat(Program.run("predict", file.toString(), photo).exitCode()).isZero();
  }

  @Test
  void missingDirectoriesAreMade() {
    Path out = directory.resolve("a/b/m.keras");
    Path report = directory.resolve("c/d/r.json");
    Program program =
        train(
            model("sigmoid1"),
            "--epochs",
            "1",
            "--out",
            out.toString(),
            "--report",
            report.toString());
    assertThat(program.exitCode()).isZero();
    assertThat(out).exists();
    assertThat(report).exists();
  }
}
