package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.input;
import static dev.lamina.datasets.TestFiles.npy;
import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arrays of NumPy directories may be: names, types, orders, labels and scales. */
class ArrayDataTest {

  @TempDir Path directory;

  private static byte[] array(String type, String shape, boolean fortran, double... values) {
    ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer payload = ByteBuffer.allocate(8 * values.length).order(order);
    for (double value : values) {
      switch (type.substring(1)) {
        case "b1", "u1", "i1" -> payload.put((byte) value);
        case "u2", "i2" -> payload.putShort((short) value);
        case "u4", "i4" -> payload.putInt((int) (long) value);
        case "u8", "i8" -> payload.putLong((long) value);
        case "f2" -> payload.putShort(half(value));
        case "f4" -> payload.putFloat((float) value);
        default -> payload.putDouble(value);
      }
    }
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s}"
            .formatted(type, fortran ? "True" : "False", shape);
    return npy(header, Arrays.copyOf(payload.array(), payload.position()));
  }

  /** Of small whole numbers. */
  private static short half(double value) {
    int bits = Float.floatToIntBits((float) value);
    int exponent = (bits >> 23 & 0xff) - 127 + 15;
    return (short) (value == 0 ? 0 : bits >> 16 & 0x8000 | exponent << 10 | bits >> 13 & 0x3ff);
  }

  private void save(String name, String type, String shape, double... values) throws IOException {
    Files.write(directory.resolve(name), array(type, shape, false, values));
  }

  private void texts(String name, String type, String... texts) throws IOException {
    int width = Integer.parseInt(type.substring(2));
    boolean unicode = type.charAt(1) == 'U';
    Charset charset =
        !unicode
            ? StandardCharsets.UTF_8
            : Charset.forName(type.startsWith(">") ? "UTF-32BE" : "UTF-32LE");
    ByteBuffer payload = ByteBuffer.allocate(texts.length * width * (unicode ? 4 : 1));
    for (int i = 0; i < texts.length; i++) {
      payload.position(i * payload.capacity() / texts.length).put(texts[i].getBytes(charset));
    }
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d,)}".formatted(type, texts.length);
    Files.write(directory.resolve(name), npy(header, payload.array()));
  }

  /** Features 0, 1/n, 2/n, ... */
  private void inputs(String name, int count) throws IOException {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (double) i / count;
    }
    save(name, "<f8", "(%d, 1)".formatted(count), values);
  }

  private TrainTest load() throws IOException {
    return Datasets.open(directory);
  }

  private TrainTest load(DataOptions options) throws IOException {
    return Datasets.open(directory, options);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "x_train, y_train, x_test, y_test",
    "X_train, Y_train, X_test, Y_test",
    "X_TRAIN, y_train, X_TEST, y_test",
    "trainX, trainY, testX, testY",
    "train_images, train_labels, test_images, test_labels",
    "images-train, labels-train, images-test, labels-test",
    "training_data, training_targets, testing_data, testing_targets",
    "Xtrain, ytrain, Xval, yval"
  })
  void namesOfArrays(String x, String y, String testX, String testY) throws IOException {
    inputs(x + ".npy", 3);
    save(y + ".npy", "<i8", "(3,)", 0, 1, 1);
    inputs(testX + ".npy", 2);
    save(testY + ".npy", "<i8", "(2,)", 1, 0);
    TrainTest data = load();
    assertThat(data.train().size()).isEqualTo(3);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(target(data.test(), 0)).containsExactly(1);
  }

  @Test
  void aThirdPartIsTheValidationAndXAndYAloneAreAll() throws IOException {
    for (String part : new String[] {"train", "val", "test"}) {
      inputs("x_" + part + ".npy", part.length());
      save(
          "y_" + part + ".npy", "<i8", "(%d,)".formatted(part.length()), new double[part.length()]);
    }
    assertThat(load().validation().get().size()).isEqualTo(3);
    assertThat(load().test().size()).isEqualTo(4);
    for (String part : new String[] {"train", "val", "test"}) {
      Files.delete(directory.resolve("x_" + part + ".npy"));
      Files.delete(directory.resolve("y_" + part + ".npy"));
    }
    inputs("X.npy", 4);
    save("y.npy", "<i8", "(4,)", 0, 1, 0, 1);
    assertThat(load().train().size()).isEqualTo(2);
    inputs("x_train.npy", 6);
    inputs("X_train.npy", 6);
    assertThatThrownBy(this::load)
        .hasMessage(
            directory
                + ": X_train.npy and x_train.npy could both be the inputs of the train part; move"
                + " one away");
  }

  @Test
  void sortedLabelsAreHeldOutOfEachClassBySeed() throws IOException {
    inputs("x_train.npy", 60);
    double[] sorted = new double[60];
    Arrays.fill(sorted, 24, 48, 1);
    Arrays.fill(sorted, 48, 60, 2);
    save("y_train.npy", "<i4", "(60,)", sorted);
    int[] counts = new int[3];
    Set<Float> seen = new HashSet<>();
    TrainTest data = load();
    for (int i = 0; i < data.test().size(); i++) {
      counts[(int) target(data.test(), i)[0]]++;
      seen.add(input(data.test(), i)[0]);
    }
    assertThat(counts).containsExactly(4, 4, 2);
    for (int i = 0; i < data.train().size(); i++) {
      assertThat(seen.add(input(data.train(), i)[0])).isTrue();
    }
    assertThat(held(new DataOptions())).isEqualTo(held(new DataOptions().seed(0)));
    assertThat(held(new DataOptions())).isNotEqualTo(held(new DataOptions().seed(1)));
  }

  private Set<Float> held(DataOptions options) throws IOException {
    Dataset test = load(options).test();
    Set<Float> values = new HashSet<>();
    for (int i = 0; i < test.size(); i++) {
      values.add(input(test, i)[0]);
    }
    return values;
  }

  @Test
  void numbersToPredictAreHeldOutShuffledAndSingleClassesStay() throws IOException {
    inputs("x_train.npy", 60);
    double[] values = new double[60];
    Arrays.setAll(values, i -> i + 0.5);
    save("y_train.npy", "<f4", "(60,)", values);
    assertThat(load().test().size()).isEqualTo(10);
    assertThat(held(new DataOptions())).anyMatch(value -> value < 0.7f);
    double[] labels = new double[60];
    labels[59] = 1;
    save("y_train.npy", "<i4", "(60,)", labels);
    assertThat(held(new DataOptions().testFraction(0.9))).doesNotContain(59 / 60f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|b1", "|u1", "|i1", "<u2", ">i2", "<u4", ">i4", "<i8", ">u8", "<f2", ">f2", "<f4", ">f4",
        "<f8", ">f8"
      })
  void inputsAndOneHotTargetsAndLabelsOfAllTypes(String type) throws IOException {
    save("x_train.npy", type, "(2, 1, 3)", 0, 1, 0, 1, 1, 0);
    save("x_test.npy", type, "(2, 1, 3)", 0, 1, 0, 1, 1, 0);
    float one = type.equals("|u1") ? 1 / 255f : 1;
    for (String part : new String[] {"train", "test"}) {
      save("y_" + part + ".npy", type, "(2, 3)", 0, 1, 0, 0, 0, 1);
    }
    TrainTest rows = load();
    assertThat(input(rows.train(), 1)).containsExactly(one, one, 0);
    assertThat(rows.train().classes()).isEmpty();
    assertThat(target(rows.train(), 1)).containsExactly(0, 0, 1);
    TrainTest labels = load(new DataOptions().oneHotToLabels(true));
    assertThat(labels.train().classes()).hasValue(3);
    assertThat(target(labels.test(), 1)).containsExactly(2);
    for (String part : new String[] {"train", "test"}) {
      save("y_" + part + ".npy", type, "(2, 1)", 1, 0);
    }
    TrainTest numbers = load();
    assertThat(numbers.train().classes()).hasValue(2);
    assertThat(numbers.train().targetShape()).isEqualTo(Shape.of());
    assertThat(target(numbers.train(), 0)).containsExactly(1);
    boolean isFloat = type.charAt(1) == 'f';
    assertThat(numbers.notes())
        .isEqualTo(
            isFloat
                ? java.util.List.of(
                    "%s: float%d whole numbers, taken as class indices"
                        .formatted(directory.resolve("y_train.npy"), 8 * (type.charAt(2) - '0')))
                : java.util.List.of());
  }

  @Test
  void rowsThatAreNotOneHotStayAsTheyAre() throws IOException {
    inputs("x_train.npy", 2);
    save("y_train.npy", "<f4", "(2, 3)", 0, 1, 1, 0, 0, 1);
    TrainTest data = load(new DataOptions().oneHotToLabels(true));
    assertThat(data.train().classes()).isEmpty();
    assertThat(data.train().targetShape()).isEqualTo(Shape.of(3));
  }

  @Test
  void largeWholeFloatsAreNumbersToPredict() throws IOException {
    inputs("x_train.npy", 4);
    save("y_train.npy", "<f4", "(4,)", 100, 250, 300, 20);
    assertThat(load().train().classes()).isEmpty();
  }

  @Test
  void labelsThatBeginAtOneAreToldAndShifted() throws IOException {
    inputs("x_train.npy", 4);
    save("y_train.npy", "|u1", "(4,)", 1, 2, 1, 2);
    TrainTest data = load();
    assertThat(data.train().classes()).hasValue(3);
    assertThat(data.notes())
        .containsExactly(
            directory.resolve("y_train.npy")
                + ": the labels begin at 1, so there are classes without samples; give"
                + " --first-label 1 (in Java DataOptions.firstLabel(1)) to make that class 0");
    TrainTest shifted = load(new DataOptions().firstLabel(1));
    assertThat(shifted.train().classes()).hasValue(2);
    assertThat(shifted.notes()).isEmpty();
    save("y_train.npy", "|u1", "(4,)", 0, 3, 0, 3);
    assertThat(load().notes())
        .containsExactly(
            directory.resolve("y_train.npy")
                + ": 2 of 4 classes have no training samples, such as 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U6", ">U6", "|S12"})
  void namesAsLabels(String type) throws IOException {
    inputs("x_train.npy", 4);
    texts("y_train.npy", type, "dog", "caf\u00e9", "dog", "\uace0\uc591\uc774");
    inputs("x_test.npy", 2);
    texts("y_test.npy", type, "\uace0\uc591\uc774", "dog");
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly("caf\u00e9", "dog", "\uace0\uc591\uc774");
    assertThat(data.train().classes()).hasValue(3);
    assertThat(target(data.train(), 0)).containsExactly(1);
    assertThat(target(data.test(), 0)).containsExactly(2);
    texts("y_test.npy", type, "cow", "dog");
    assertRefused(
        "DIR/y_test.npy: label \"cow\" of sample 0 is none of the training part's classes caf\u00e9,"
            + " dog, \uace0\uc591\uc774; correct it");
    texts("x_test.npy", type, "a", "b");
    assertThatThrownBy(this::load)
        .hasMessageContaining("expected numbers as inputs; check which file holds what");
  }

  @Test
  void fortranOrder() throws IOException {
    save("y_train.npy", "<i8", "(2,)", 0, 1);
    double[] columns = {
      0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23
    };
    Files.write(directory.resolve("x_train.npy"), array("<f4", "(2, 3, 4)", true, columns));
    save("y_test.npy", "<i8", "(2,)", 0, 1);
    Files.write(directory.resolve("x_test.npy"), array(">u2", "(2, 3, 4)", true, columns));
    TrainTest data = load();
    for (Dataset part : new Dataset[] {data.train(), data.test()}) {
      assertThat(input(part, 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
      assertThat(input(part, 1)).containsExactly(12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
    }
  }

  @Test
  void channelsFirstAreToldAndTurned() throws IOException {
    save("y_train.npy", "<i8", "(2,)", 0, 1);
    double[] values = new double[2 * 3 * 5 * 6];
    Arrays.setAll(values, i -> i);
    save("x_train.npy", "|u1", "(2, 3, 5, 6)", values);
    assertRefused(
        "DIR/x_train.npy: 2x3x5x6 uint8: this looks like images with their channels first (3"
            + " channels of 5x6), but height x width x channels is expected; give --channels-first"
            + " (in Java DataOptions.channelsFirst(true)) to turn them, or --no-channels-first"
            + " (channelsFirst(false)) to take them as they are");
    save("y_test.npy", "<i8", "(2,)", 0, 1);
    save("x_test.npy", "|u1", "(2, 3, 5, 6)", values);
    TrainTest turned = load(new DataOptions().channelsFirst(true).divideBy(1));
    assertThat(turned.train().inputShape()).isEqualTo(Shape.of(5, 6, 3));
    assertThat(input(turned.train(), 1))
        .startsWith(90, 120, 150, 91, 121, 151)
        .endsWith(119, 149, 179);
    assertThat(turned.source()).endsWith("(uint8 used as they are, channels put last)");
    TrainTest asTheyAre = load(new DataOptions().channelsFirst(false).divideBy(1));
    assertThat(asTheyAre.train().inputShape()).isEqualTo(Shape.of(3, 5, 6));
    assertThat(input(asTheyAre.train(), 0)).startsWith(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", "<f8", "<i4", "<u2", "<i8"})
  void pixelsThatAreNotScaledAreToldAndDivided(String type) throws IOException {
    save("x_train.npy", type, "(2, 1, 2)", 0, 51, 102, 255);
    save("x_test.npy", type, "(2, 1, 2)", 0, 51, 102, 255);
    save("y_train.npy", "<i8", "(2,)", 0, 1);
    save("y_test.npy", "<i8", "(2,)", 0, 1);
    TrainTest data = load();
    assertThat(data.source()).endsWith(" values from 0 to 255 used as they are)");
    assertThat(data.notes())
        .containsExactly(
            directory.resolve("x_train.npy")
                + ": the inputs go up to 255 in magnitude, far outside of -1 to 1, where networks"
                + " learn best; divide them with --divide-by 255 (in Java"
                + " DataOptions.divideBy(255))");
    TrainTest divided = load(new DataOptions().divideBy(255));
    assertThat(input(divided.train(), 1)).containsExactly(0.4f, 1);
    assertThat(divided.source()).endsWith(" values from 0 to 255 divided by 255)");
    assertThat(divided.notes()).isEmpty();
  }

  @Test
  void partsOfDifferentScalesAreTold() throws IOException {
    save("x_train.npy", "|u1", "(2, 1)", 0, 255);
    save("x_test.npy", "<f4", "(2, 1)", 0, 255);
    save("y_train.npy", "<i8", "(2,)", 0, 1);
    save("y_test.npy", "<i8", "(2,)", 0, 1);
    TrainTest data = load();
    assertThat(data.source())
        .endsWith(
            "(training: uint8 divided by 255; test: float32 values from 0 to 255 used as they"
                + " are)");
    assertThat(data.notes())
        .containsExactly(
            "%s: inputs up to 255 in magnitude, but up to 1 in %s: the parts have different scales; save both with one type and scale"
                .formatted(directory.resolve("x_test.npy"), directory.resolve("x_train.npy")));
  }

  @Test
  void valuesThatAreNotFiniteAreNamed() throws IOException {
    double[] values = new double[2 * 2 * 3];
    values[10] = Double.NaN;
    save("x_train.npy", "<f4", "(2, 2, 3)", values);
    save("y_train.npy", "<f4", "(2,)", 0.5, 1);
    assertRefused(
        "DIR/x_train.npy: NaN at [1, 1, 1] is not a finite float32 number, and training would end"
            + " in the first step that meets it; replace it, for example with numpy.nan_to_num(x), or leave"
            + " the sample out");
    values[10] = 1e300;
    save("x_train.npy", "<f8", "(2, 2, 3)", values);
    assertThatThrownBy(this::load).hasMessageContaining("Infinity at [1, 1, 1] is not a finite");
    values[10] = 0;
    save("x_train.npy", "<f8", "(2, 2, 3)", values);
    save("y_train.npy", "<f4", "(2,)", 0.5, Double.NEGATIVE_INFINITY);
    assertRefused(
        "DIR/y_train.npy: the target of sample 1 is -Infinity, which is not a finite float32"
            + " number; correct it, or leave the sample out");
  }
}
