package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lamina.callbacks.EarlyStopping;
import dev.lamina.datasets.Dataset;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.LoadOptions;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a person holds prints for people: no public type prints as {@code Foo[a=..., b=...]} or
 * {@code Foo@1a2b}.
 */
class PrintedForPeopleTest {
  /**
   * The compiler's own types, which {@code Graph} prints as a program, and packages not exported.
   */
  private static final List<String> NOT_FOR_PEOPLE =
      List.of(
          "dev.lamina.execution",
          "dev.lamina.datasets.arrays",
          "dev.lamina.datasets.folders",
          "dev.lamina.datasets.images",
          "dev.lamina.datasets.samples",
          "dev.lamina.metrics.counting",
          "dev.lamina.network",
          "dev.lamina.ir",
          "dev.lamina.ir.ops",
          "dev.lamina.plan",
          "dev.lamina.autodiff",
          "dev.lamina.engine",
          "dev.lamina.engine.reference");

  @Test
  void everyPublicTypeSaysHowItPrints() {
    List<String> raw = new ArrayList<>();
    int checked = 0;
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lamina")) {
      if (isValue(type)) {
        checked++;
        if (isRaw(type.reflect())) {
          raw.add(type.getName());
        }
      }
    }
    assertThat(raw).isEmpty();
    assertThat(checked).isGreaterThan(70);
  }

  /** Whether objects of this class come into the hands of people. */
  private static boolean isValue(JavaClass type) {
    Class<?> reflected = type.reflect();
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && (!NOT_FOR_PEOPLE.contains(type.getPackageName())
            || Engine.class.isAssignableFrom(reflected))
        && !type.isInterface()
        && !type.isEnum()
        && !Modifier.isAbstract(reflected.getModifiers())
        && !Throwable.class.isAssignableFrom(reflected)
        && Arrays.stream(reflected.getDeclaredMethods())
            .anyMatch(
                method ->
                    Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers()));
  }

  private static boolean isRaw(Class<?> type) {
    try {
      Method printing = type.getMethod("toString");
      // The one that the compiler gives a record is final; one that is written is not.
      return printing.getDeclaringClass() == Object.class
          || (type.isRecord() && Modifier.isFinal(printing.getModifiers()));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** Neither {@code a.b.Foo@1a2b}, nor {@code Foo[a=1, b=2]}. */
  private static final Pattern RAW = Pattern.compile("\\w+@\\p{XDigit}+|\\w+\\[\\w+=.*");

  private record Example(int number, String text) {}

  @Test
  void tellsRawFromWritten() {
    assertThat(isRaw(Example.class)).isTrue();
    assertThat(isRaw(Thread.State.class.getSuperclass())).isFalse();
    assertThat(new Example(1, "a").toString()).containsPattern(RAW);
    assertThat(new Object().toString()).containsPattern(RAW);
  }

  @Test
  void modelsAndWhatTheyGivePrintForPeople() throws IOException {
    try (Sequential model =
        new Sequential(new Input(2), new Dense(3).activation("relu"), new Dense(2))) {
      assertThat(new Sequential())
          .hasToString("\"sequential\", not complete: the model has no layers");
      model.setEngine("reference");
      assertThat(model).hasToString("\"sequential\", 2 layers, 2 to 2");
      model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      Dataset data = Dataset.of(new float[8], Shape.of(2), new int[] {0, 1, 0, 1});
      Fit fit = Fit.epochs(2).batchSize(2).validation(data).callbacks(new EarlyStopping());
      assertThat(fit)
          .hasToString(
              "2 epochs in batches of 2, shuffled, validation on 4 samples of 2, 2 classes, from"
                  + " arrays in memory, callbacks [EarlyStopping on val_loss, patience 0]");
      History history = model.fit(data, fit.sampleWeights(1, 2, 0, 0.5f));
      assertThat(history.toString())
          .matches(
              "epoch  seconds    loss  accuracy  val_loss  val_accuracy\\R( +\\d  +\\d\\.\\d("
                  + " +\\d\\.\\d{4}){4}\\R?){2}");
      assertThat(history.epochs().get(1).toString())
          .matches("epoch 2, \\d+\\.\\d s: loss \\d\\.\\d{4}, accuracy .*");
      for (Object each :
          List.of(
              model.engine(),
              model.compilation(),
              model.trainingState(),
              model.explain().layers().get(0),
              model.explain().layers().get(0).multiplyAdds(),
              LoadOptions.defaults().engine("reference"),
              model.layers().get(0),
              model.layers().get(0).config())) {
        assertThat(each.toString()).isNotEmpty().doesNotContainPattern(RAW);
      }
      assertThat(model.layers().get(1).toString()).startsWith("Dense(trainable=true, ");
      assertThat(model.trainingState())
          .hasToString("4 steps, 2 epochs, learning rate 0.001, 8 slots");
      assertThat(Tensor.of(Shape.of(1, 2), 0.5f, 1)).hasToString("1x2 [0.50000, 1.0000]");
    }
  }
}
