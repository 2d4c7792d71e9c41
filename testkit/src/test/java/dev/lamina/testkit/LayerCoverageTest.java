package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.Operation;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.GlobalMaxPool2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.pooling.MaxPooling2D;
import dev.lamina.layers.registry.Layers;
import dev.lamina.testkit.golden.GoldenCase;
import dev.lamina.testkit.golden.GoldenFile;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a new layer needs besides its own arguments: a way back from its config, a line in the table
 * of names, and golden cases.
 */
class LayerCoverageTest {
  private static final List<GoldenCase> GOLDEN = GoldenFile.load("layers").cases();

  /** Classes that files call otherwise. */
  private static final Map<Class<?>, String> KERAS_NAMES =
      Map.of(
          GlobalMaxPool2D.class,
          "GlobalMaxPooling2D",
          Input.class,
          "InputLayer",
          MaxPool2D.class,
          "MaxPooling2D");

  @TestFactory
  List<DynamicTest> everyLayerHasWhatItNeeds() {
    return layers().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getSimpleName(),
                    () -> assertThat(missing(type)).as("missing for %s", type).isEmpty()))
        .toList();
  }

  /** The concrete layers of the library, wherever they are. */
  private static List<Class<?>> layers() {
    List<Class<?>> layers = new ArrayList<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(Layer.class.getPackageName())) {
      if (each.isAssignableTo(Layer.class)
          && !each.isEquivalentTo(Operation.class) // saved as an operation, not by a class name
          && !each.getModifiers().contains(JavaModifier.ABSTRACT)) {
        layers.add(each.reflect());
      }
    }
    return layers;
  }

  /** What a contributor still has to add for a layer; empty if nothing. */
  private static List<String> missing(Class<?> type) {
    String name = type.getSimpleName();
    String kerasName = KERAS_NAMES.getOrDefault(type, name);
    List<String> missing = new ArrayList<>();
    if (!hasFrom(type)) {
      missing.add(
          "%s: \"public static %s from(ConfigReader config)\" next to config(), as in Dense"
              .formatted(name, name));
    }
    if (!Layers.isBuiltIn(kerasName)) {
      missing.add(
          "Layers: the line Map.entry(\"%s\", %s::from), under the class name in Keras"
              .formatted(kerasName, name));
    }
    List<GoldenCase> cases =
        GOLDEN.stream().filter(golden -> golden.text("class").equals(kerasName)).toList();
    if (cases.isEmpty()) {
      missing.add(
          ("the golden file layers.zip: cases of %s; write them in"
                  + " tools/keras-golden/golden/layers.py and run"
                  + " make_golden.py --only layers --keep-arrays")
              .formatted(kerasName));
    }
    if (missing.isEmpty() && !made(cases.get(0)).getClass().isAssignableFrom(type)) {
      missing.add(
          "Layers: %s makes a %s, not a %s"
              .formatted(kerasName, made(cases.get(0)).getClass().getSimpleName(), name));
    }
    return missing;
  }

  /** Declared by the class, or by the concrete class that it is a second name of. */
  private static boolean hasFrom(Class<?> type) {
    try {
      Method from = type.getMethod("from", ConfigReader.class);
      return Modifier.isStatic(from.getModifiers())
          && from.getReturnType() == from.getDeclaringClass();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Layer made(GoldenCase golden) {
    return Layers.from(new ConfigReader(golden.config(), CustomObjects.none()));
  }

  @Test
  void findsTheLayers() {
    assertThat(layers())
        .contains(Input.class, Dense.class, MaxPool2D.class, MaxPooling2D.class)
        .doesNotContain(Layer.class, FluentLayer.class);
  }

  /** A case that no class is made of would be tested by nobody. */
  @Test
  void everyGoldenCaseIsOfALayer() {
    Set<Class<?>> layers = Set.copyOf(layers());
    for (GoldenCase golden : GOLDEN) {
      assertThat(layers).as(golden.name()).contains(made(golden).getClass());
    }
  }

  /** As a contributor begins. */
  private static final class Unfinished extends FluentLayer<Unfinished> {
    @Override
    public Value call(CallContext context, List<Value> inputs) {
      return single(inputs);
    }

    @Override
    public Config config() {
      return baseConfig("Unfinished");
    }
  }

  @Test
  void tellsAContributorWhatToAdd() {
    assertThat(missing(Unfinished.class))
        .containsExactly(
            "Unfinished: \"public static Unfinished from(ConfigReader config)\" next to config(),"
                + " as in Dense",
            "Layers: the line Map.entry(\"Unfinished\", Unfinished::from), under the class name in"
                + " Keras",
            "the golden file layers.zip: cases of Unfinished; write them in"
                + " tools/keras-golden/golden/layers.py and run"
                + " make_golden.py --only layers --keep-arrays");
  }
}
