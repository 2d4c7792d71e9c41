package dev.lamina.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.Constraints;
import dev.lamina.initializers.Initializer;
import dev.lamina.initializers.Initializers;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.losses.UnsupportedLoss;
import dev.lamina.metrics.IoU;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.metrics.OneHotIoU;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import dev.lamina.optimizers.SGD;
import dev.lamina.optimizers.UnsupportedOptimizer;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.regularizers.Regularizers;
import dev.lamina.schedules.CosineDecay;
import dev.lamina.schedules.CosineDecayRestarts;
import dev.lamina.schedules.LearningRateSchedule;
import dev.lamina.schedules.LearningRateSchedules;
import dev.lamina.schedules.PiecewiseConstantDecay;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a config tells makes the same object again, for every argument of every loss, metric,
 * initializer, regularizer, optimizer and activation. Classes and arguments are found by
 * reflection, so that a new one cannot be forgotten.
 */
class ConfigRoundTripTest {
  @TestFactory
  Stream<DynamicTest> losses() {
    return withers("dev.lamina.losses", Loss.class, Losses::from);
  }

  @TestFactory
  Stream<DynamicTest> metrics() {
    return withers("dev.lamina.metrics", Metric.class, Metrics::from);
  }

  @TestFactory
  Stream<DynamicTest> initializers() {
    return records("dev.lamina.initializers", Initializer.class, Initializers::from);
  }

  @TestFactory
  Stream<DynamicTest> regularizers() {
    return records("dev.lamina.regularizers", Regularizer.class, Regularizers::from);
  }

  @TestFactory
  Stream<DynamicTest> constraints() {
    return records("dev.lamina.constraints", Constraint.class, Constraints::from);
  }

  @TestFactory
  Stream<DynamicTest> schedules() {
    return records("dev.lamina.schedules", LearningRateSchedule.class, LearningRateSchedules::from);
  }

  private static <T extends Configurable> Stream<DynamicTest> records(
      String packageName, Class<T> type, Function<ConfigReader, T> from) {
    return classes(packageName, type).stream()
        .map(
            found ->
                DynamicTest.dynamicTest(
                    found.getSimpleName(),
                    () -> {
                      requireFrom(found);
                      requireEveryComponent(found, from);
                    }));
  }

  private static <T extends Configurable> Stream<DynamicTest> withers(
      String packageName, Class<T> type, Function<ConfigReader, T> from) {
    return classes(packageName, type).stream()
        .map(
            found ->
                DynamicTest.dynamicTest(
                    found.getSimpleName(),
                    () -> {
                      requireFrom(found);
                      requireEveryWither(found.cast(withDefaults(found)), from);
                    }));
  }

  /** Of the classes without defaults, with some values. */
  private static Object withDefaults(Class<?> type) throws Exception {
    if (type == IoU.class) {
      return new IoU(3, List.of(1));
    }
    if (type == OneHotIoU.class) {
      return new OneHotIoU(3, List.of(1));
    }
    boolean hasDefaults =
        Arrays.stream(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0);
    if (hasDefaults) {
      return type.getConstructor().newInstance();
    }
    Class<?> required = type.getConstructors()[0].getParameterTypes()[0];
    return type.getConstructors()[0].newInstance(
        required == String.class ? "huber" : required == int.class ? (Object) 3 : (Object) 0.5);
  }

  private static <T extends Configurable> void requireEveryWither(
      T original, Function<ConfigReader, T> from) throws Exception {
    Class<?> type = original.getClass();
    requireSame(original, from);
    int withers = 0;
    for (Method method : type.getMethods()) {
      if (!Configurable.class.isAssignableFrom(method.getReturnType())
              && !method.getReturnType().getSimpleName().equals("FluentMetric")
          || method.getParameterCount() != 1
          || method.isBridge()
          || Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      if (method.getName().equals("reduction") && method.getParameterTypes()[0] == String.class) {
        continue; // the same as that of the enum
      }
      method.setAccessible(true); // also where a base class is not public
      withers++;
      boolean isTold = false;
      for (Object candidate : candidates(method.getParameterTypes()[0])) {
        Object changed;
        try {
          changed = method.invoke(original, candidate);
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof IllegalArgumentException) {
            continue;
          }
          throw e;
        }
        @SuppressWarnings("unchecked") // a wither's result is of its own class
        T copy = (T) type.cast(changed);
        if (!copy.equals(original)) {
          assertThat(copy.config()).as("%s", method).isNotEqualTo(original.config());
          requireSame(copy, from);
          isTold = true;
        }
      }
      assertThat(isTold).as("some value of %s", method).isTrue();
    }
    assertThat(withers).as("withers of " + type).isPositive();
  }

  /** These stand for what a file holds and Lamina lacks, so no config of theirs can be read. */
  private static final Set<String> UNSUPPORTED =
      Set.of(UnsupportedLoss.class.getName(), UnsupportedOptimizer.class.getName());

  /** The concrete classes of a package. */
  private static <T> List<Class<? extends T>> classes(String packageName, Class<T> type) {
    List<Class<? extends T>> found = new ArrayList<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(packageName)) {
      if (each.isAssignableTo(type)
          && !each.isInterface()
          && !each.getModifiers().contains(JavaModifier.ABSTRACT)
          && !UNSUPPORTED.contains(each.getName())) {
        found.add(each.reflect().asSubclass(type));
      }
    }
    assertThat(found).as("classes in " + packageName).hasSizeGreaterThan(2);
    return found;
  }

  /** What {@code config()} writes is read in the same class, so that nobody changes one alone. */
  private static void requireFrom(Class<?> type) {
    String name = type.getSimpleName();
    assertThat(type.getDeclaredMethods())
        .as("%s needs \"public static %s from(ConfigReader config)\" next to config()", name, name)
        .anyMatch(
            method ->
                method.getName().equals("from")
                    && Modifier.isPublic(method.getModifiers())
                    && Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == type
                    && Arrays.equals(
                        method.getParameterTypes(), new Class<?>[] {ConfigReader.class}));
  }

  private static <T extends Configurable> void requireEveryComponent(
      Class<? extends T> type, Function<ConfigReader, T> from) throws Exception {
    assertThat(type.isRecord()).as(type + " is a record").isTrue();
    RecordComponent[] components = type.getRecordComponents();
    T original = type.cast(start(type, components));
    requireSame(original, from);
    for (int i = 0; i < components.length; i++) {
      boolean isTold = false;
      for (Object candidate : candidates(components[i])) {
        Object[] values = values(original, components);
        values[i] = candidate;
        T changed = make(type, components, values);
        if (changed != null && !changed.equals(original)) {
          assertThat(changed.config())
              .as("%s tells %s", type.getSimpleName(), components[i].getName())
              .isNotEqualTo(original.config());
          requireSame(changed, from);
          isTold = true;
        }
      }
      assertThat(isTold).as("some value of %s", components[i]).isTrue();
    }
  }

  private static <T extends Configurable> void requireSame(
      T object, Function<ConfigReader, T> from) {
    assertThat(from.apply(new ConfigReader(object.config(), CustomObjects.none())))
        .isEqualTo(object);
  }

  /** The object with its defaults; where there are none, with the first values it accepts. */
  private static Object start(Class<?> type, RecordComponent[] components) throws Exception {
    if (type == PiecewiseConstantDecay.class) { // its lists have lengths that fit
      return new PiecewiseConstantDecay(List.of(7), List.of(0.5, 0.125));
    }
    if (type == CosineDecayRestarts.class) { // periods do not become shorter
      return new CosineDecayRestarts(0.5, 7);
    }
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      Object[] values = Arrays.stream(components).map(c -> candidates(c).get(0)).toArray();
      Object made = make(type, components, values);
      assertThat(made).as("%s of first values", type).isNotNull();
      return made;
    }
  }

  private static Object[] values(Object record, RecordComponent[] components) throws Exception {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = components[i].getAccessor().invoke(record);
    }
    return values;
  }

  /** By the canonical constructor; null if it refuses the values. */
  private static <T> T make(Class<T> type, RecordComponent[] components, Object[] values)
      throws Exception {
    Constructor<T> constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        return null;
      }
      throw e;
    }
  }

  private static List<Object> candidates(RecordComponent component) {
    return switch (component.getGenericType().getTypeName()) {
      case "java.util.List<java.lang.Integer>" -> List.of(List.of(1), List.of(0, 1));
      case "java.util.List<java.lang.Double>" -> List.of(List.of(0.25), List.of(0.25, 0.75));
      default -> candidates(component.getType());
    };
  }

  private static List<Object> candidates(Class<?> type) {
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type == double.class || type == Double.class) {
      return List.of(0.375, 2.5, -0.25);
    }
    if (type == int[].class) {
      return List.of(new int[] {1}, new int[] {0, 1});
    }
    if (type == double[].class) {
      return List.of(new double[] {0.25}, new double[] {0.25, 0.75});
    }
    if (type == int.class || type == Integer.class) {
      return List.of(3, 4);
    }
    if (type == Long.class) {
      return List.of(11L);
    }
    if (type == String.class) {
      return List.of("mine", "other", "columns", "rows");
    }
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    throw new AssertionError("no values to try for " + type + "; add some here");
  }

  @TestFactory
  Stream<DynamicTest> optimizers() {
    return classes("dev.lamina.optimizers", Optimizer.class).stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getSimpleName(),
                    () -> {
                      requireFrom(type);
                      requireEveryWither(type);
                    }));
  }

  private static void requireEveryWither(Class<? extends Optimizer> type) throws Exception {
    Config defaults = type.getConstructor().newInstance().config();
    Optimizer other = type.getConstructor(double.class).newInstance(0.25);
    assertThat(other.config()).isNotEqualTo(defaults);
    requireSameConfig(other);
    Optimizer scheduled =
        type.getConstructor(LearningRateSchedule.class).newInstance(new CosineDecay(0.25, 9));
    assertThat(scheduled.config()).isNotEqualTo(defaults);
    requireSameConfig(scheduled);
    int withers = 0;
    for (Method method : type.getMethods()) {
      if (Optimizer.class.isAssignableFrom(method.getReturnType())
          && method.getParameterCount() == 1
          // Keras keeps the names of excludeFromWeightDecay out of its configs.
          && !method.isVarArgs()
          && !method.isBridge()
          && !Modifier.isStatic(method.getModifiers())) {
        withers++;
        boolean isTold = false;
        for (Object candidate : candidates(method.getParameterTypes()[0])) {
          // Nesterov's momentum needs one.
          Optimizer original = withMomentum(type.getConstructor().newInstance());
          Optimizer changed = invoke(method, original, candidate);
          if (changed != null && !changed.config().equals(original.config())) {
            requireSameConfig(changed);
            isTold = true;
          }
        }
        assertThat(isTold).as("some value of " + method).isTrue();
      }
    }
    assertThat(withers).as("arguments of " + type).isGreaterThan(3);
  }

  private static Optimizer withMomentum(Optimizer optimizer) {
    return optimizer instanceof SGD sgd ? sgd.momentum(0.5) : optimizer;
  }

  private static Optimizer invoke(Method method, Optimizer original, Object value)
      throws Exception {
    try {
      return (Optimizer) method.invoke(original, value);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        return null;
      }
      throw e;
    }
  }

  private static void requireSameConfig(Optimizer optimizer) {
    Optimizer again = Optimizers.from(new ConfigReader(optimizer.config(), CustomObjects.none()));
    assertThat(again).hasSameClassAs(optimizer);
    assertThat(again.config()).isEqualTo(optimizer.config());
  }

  @Test
  void activations() throws Exception {
    int count = 0;
    for (var field : Activations.class.getFields()) {
      if (field.getType() == Activation.class) {
        Activation activation = (Activation) field.get(null);
        Config holder =
            Config.of("Activation").with("activation", Activations.serialize(activation));
        assertThat(
                Activations.argument(new ConfigReader(holder, CustomObjects.none()), "activation"))
            .isEqualTo(activation);
        count++;
      }
    }
    assertThat(count).isGreaterThan(10);
  }
}
