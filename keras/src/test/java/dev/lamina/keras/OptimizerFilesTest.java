package dev.lamina.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.config.Config;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.models.Fit;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Model;
import dev.lamina.optimizers.Adagrad;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.schedules.CosineDecay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training goes on from the files of real Keras as it does there, whatever the optimizer; {@code
 * tools/keras-roundtrip/make_optimizers.py} has made them. With {@code -Ddev.lamina.optimizers=DIR}
 * what Lamina has reached is saved there, for {@code check_optimizers.py}.
 */
class OptimizerFilesTest {
  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();

  private Model load(String name) throws IOException {
    return Model.load(
        Fixtures.file(directory, "optimizers/" + name + ".keras", name + ".keras"),
        Fixtures.REFERENCE);
  }

  private static Dataset data() throws IOException {
    float[] inputs = Fixtures.floats("optimizers/x.bin");
    int[] labels = new int[24];
    Arrays.setAll(labels, i -> i % 3);
    return Dataset.of(inputs, Shape.of(6, 6, 1), labels);
  }

  private static void train(Model model) throws IOException {
    model.fit(data(), Fit.epochs(1).batchSize(8).shuffle(false));
  }

  private static float[] weights(Model model) {
    float[] all = new float[0];
    for (String name : model.weightNames()) {
      float[] weight = model.weight(name);
      int begin = all.length;
      all = Arrays.copyOf(all, begin + weight.length);
      System.arraycopy(weight, 0, all, begin, weight.length);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adadelta",
        "adagrad",
        "adamax",
        "nadam",
        "ftrl",
        "lion",
        "lamb",
        "adafactor",
        "sgd_averages",
        "adam_schedule",
        "adafactor_schedule",
        "constraints",
        "muon",
        "loss_scale"
      })
  void trainingGoesOnAsInKeras(String name) throws IOException {
    Model model = load(name);
    assertThat(model.steps()).isEqualTo(3);
    float[] before = weights(model);
    train(model);
    float[] expected = Fixtures.floats("optimizers/" + name + ".bin");
    float[] after = weights(model);
    assertThat(after).isNotEqualTo(before);
    for (int i = 0; i < after.length; i++) {
      assertThat(after[i]).as("weight %d", i).isCloseTo(expected[i], within(1e-5f));
    }
    String out = System.getProperty("dev.lamina.optimizers");
    if (out != null) {
      model.save(Path.of(out, name + ".keras"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nadam",
        "ftrl",
        "adafactor",
        "sgd_averages",
        "adam_schedule",
        "constraints",
        "loss_scale"
      })
  void whatIsSavedGoesOnWithTheSameBits(String name) throws IOException {
    Model model = load(name);
    train(model);
    Path path = directory.resolve("again.keras");
    model.save(path);
    Model loaded = Model.load(path, Fixtures.REFERENCE);
    assertThat(loaded.compilation().optimizer().config())
        .isEqualTo(model.compilation().optimizer().config());
    assertThat(loaded.learningRate()).isEqualTo(model.learningRate());
    assertThat(loaded.trainingState().slots())
        .usingRecursiveComparison()
        .isEqualTo(model.trainingState().slots());
    train(model);
    train(loaded);
    assertThat(weights(loaded)).containsExactly(weights(model));
  }

  @Test
  void constraintsHold() throws IOException {
    Model model = load("constraints");
    train(model);
    String conv = model.weightNames().get(0);
    String bias = model.weightNames().get(3);
    for (float each : model.weight(model.weightNames().get(1))) {
      assertThat(each).isNotNegative();
    }
    double[] squares = new double[2];
    float[] kernel = model.weight(conv);
    for (int i = 0; i < kernel.length; i++) {
      squares[i % 2] += kernel[i] * kernel[i];
    }
    assertThat(squares[0]).isLessThan(0.81 + 1e-5);
    assertThat(squares[1]).isLessThan(0.81 + 1e-5);
    double length = 0;
    for (float each : model.weight(bias)) {
      length += each * each;
    }
    assertThat(length).isCloseTo(1, within(1e-5));
  }

  @Test
  void aScheduleIsReadWithItsState() throws IOException {
    Model model = load("adam_schedule");
    Optimizer optimizer = model.compilation().optimizer();
    CosineDecay schedule = new CosineDecay(0.01, 20, 0).warmup(0.05, 4);
    assertThat(optimizer.learningRateSchedule()).isEqualTo(schedule);
    assertThat(model.learningRate()).isEqualTo(schedule.at(3));
  }

  @Test
  void sumsThatBeginAboveZeroAreSavedSo() throws IOException {
    Model model = Fixtures.small();
    model.compile(
        new Adagrad(0.1).initialAccumulatorValue(0.25), "sparse_categorical_crossentropy");
    Path path = directory.resolve("fresh.keras");
    model.save(path);
    Model loaded = Model.load(path, Fixtures.REFERENCE);
    assertThat(loaded.trainingState().slots().get("dense/bias/accumulator"))
        .containsOnly(0.25f)
        .hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({"loss_scale, SGD", "lion, Lion"})
  void aTolerantLoaderIsToldThatTheLossIsNotScaled(String name, String optimizer)
      throws IOException {
    Model model =
        Model.load(
            Fixtures.file(directory, "optimizers/" + name + ".keras", name + ".keras"),
            LoadOptions.defaults().engine("reference").tolerant(told::add));
    Config config = model.compilation().optimizer().config();
    assertThat(config.className()).isEqualTo(optimizer);
    if (name.equals("loss_scale")) {
      assertThat(told)
          .containsExactly(
              "the optimizer LossScaleOptimizer is left out: training goes on with its inner"
                  + " optimizer, SGD, without scaling the loss");
    } else {
      assertThat(told).isEmpty();
    }
  }
}
