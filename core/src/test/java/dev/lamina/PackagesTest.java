package dev.lamina;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every package of core says which others it may use, and they form no circles. */
class PackagesTest {
  private static final String ROOT = "dev.lamina";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** The packages of layers, which know of each other's only the activations. */
  private static final List<String> LAYERS =
      List.of(
          "activation",
          "convolutional",
          "core",
          "merging",
          "normalization",
          "pooling",
          "preprocessing",
          "regularization",
          "reshaping");

  /** By package, without {@code dev.lamina}; all may use that one, which holds the exceptions. */
  private static final Map<String, List<String>> MAY_USE = new TreeMap<>();

  static {
    mayUse("", "ir");
    mayUse("services");
    mayUse("config");
    mayUse("ir");
    mayUse("ir.ops", "ir");
    mayUse("autodiff", "ir", "ir.ops");
    mayUse("engine", "ir", "services");
    mayUse("engine.reference", "engine", "ir", "ir.ops");
    mayUse("plan", "engine", "ir", "ir.ops");
    mayUse("activations", "config", "ir", "ir.ops");
    mayUse("initializers", "config", "ir");
    mayUse("losses", "config", "ir", "ir.ops");
    mayUse("metrics.counting", "config", "ir", "ir.ops", "losses");
    mayUse("metrics", "metrics.counting", "config", "ir", "ir.ops", "losses");
    mayUse("schedules", "config");
    mayUse("constraints", "config", "ir", "ir.ops");
    mayUse("optimizers", "config", "constraints", "ir", "ir.ops", "schedules");
    mayUse("regularizers", "config", "ir", "ir.ops");
    mayUse("layers", "config", "constraints", "initializers", "ir", "ir.ops", "regularizers");
    mayUse(
        "layers.arguments",
        "config",
        "constraints",
        "initializers",
        "ir",
        "ir.ops",
        "layers",
        "regularizers");
    for (String kind : LAYERS) {
      mayUse(
          "layers." + kind,
          "activations",
          "config",
          "constraints",
          "initializers",
          "ir",
          "ir.ops",
          "layers",
          "layers.activation",
          "layers.arguments",
          "regularizers");
    }
    mayUse(
        "layers.registry",
        Stream.concat(Stream.of("config", "layers"), LAYERS.stream().map(kind -> "layers." + kind))
            .toArray(String[]::new));
    mayUse("datasets.folders");
    mayUse("datasets.arrays", "datasets.folders");
    mayUse("datasets.samples", "datasets.arrays", "ir");
    mayUse("datasets.images", "datasets.folders", "ir");
    mayUse(
        "datasets",
        "datasets.arrays",
        "datasets.folders",
        "datasets.images",
        "datasets.samples",
        "ir");
    mayUse("files");
    mayUse("checkpoints", "files");
    mayUse("callbacks", "checkpoints", "config", "files", "models");
    mayUse("text");
    mayUse(
        "network",
        "config",
        "constraints",
        "initializers",
        "ir",
        "ir.ops",
        "layers",
        "regularizers");
    mayUse("explain", "ir", "text");
    mayUse("explain.formulas", "config", "explain", "ir", "ir.ops", "layers", "network");
    mayUse(
        "execution",
        "autodiff",
        "config",
        "constraints",
        "datasets",
        "engine",
        "initializers",
        "ir",
        "ir.ops",
        "layers",
        "losses",
        "metrics",
        "network",
        "optimizers",
        "plan",
        "schedules");
    mayUse(
        "models",
        "checkpoints",
        "config",
        "datasets",
        "engine",
        "execution",
        "explain",
        "explain.formulas",
        "ir",
        "layers",
        "losses",
        "metrics",
        "network",
        "optimizers",
        "plan",
        "services",
        "text");
  }

  /**
   * What closes a circle today, and why it is still there.
   *
   * @param from the package whose dependency is to go
   */
  private record Circle(String from, String to, String reason) {}

  private static final List<Circle> CIRCLES =
      List.of(
          new Circle(
              "dev.lamina",
              "dev.lamina.ir",
              "Tensor has a Shape, and is beside the exceptions that Shape throws"));

  private static void mayUse(String name, String... others) {
    MAY_USE.put(qualified(name), Arrays.stream(others).map(PackagesTest::qualified).toList());
  }

  private static String qualified(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }

  @Test
  void everyPackageHasARule() {
    assertThat(CORE.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  /** But metrics and ops, which are each one list of things alike. */
  @Test
  void noPackageIsTooLarge() {
    Map<String, Long> sizes =
        CORE.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    sizes.keySet().removeAll(List.of(qualified("metrics"), qualified("ir.ops")));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(31));
  }

  @TestFactory
  Stream<DynamicTest> usesWhatItMay() {
    return MAY_USE.entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(), () -> usesOnly(rule.getKey(), rule.getValue())));
  }

  private static void usesOnly(String name, List<String> others) {
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in other packages of core than " + others,
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && !type.getPackageName().equals(ROOT)
                        && !type.getPackageName().equals(name)
                        && !others.contains(type.getPackageName())))
        .check(CORE);
  }

  @Test
  void packagesFormNoCirclesButTheKnownOnes() {
    SliceRule rule = slices().matching("dev.(**)").should().beFreeOfCycles();
    for (Circle circle : CIRCLES) {
      rule = rule.ignoreDependency(in(circle.from), in(circle.to)).because(circle.reason);
    }
    rule.check(CORE);
  }

  /** Who breaks a circle takes it off the list. */
  @Test
  void theKnownCirclesAreStillThere() {
    assertThat(CIRCLES).allMatch(PackagesTest::isThere);
  }

  private static boolean isThere(Circle circle) {
    return CORE.that(in(circle.from)).stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> in(circle.to).test(dependency.getTargetClass()));
  }

  private static DescribedPredicate<JavaClass> in(String name) {
    return JavaClass.Predicates.resideInAPackage(name);
  }
}
