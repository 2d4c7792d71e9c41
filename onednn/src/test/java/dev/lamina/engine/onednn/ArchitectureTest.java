package dev.lamina.engine.onednn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engine knows ops and the interface of engines: no layers, no models, no plans. */
class ArchitectureTest {
  private static final String ROOT = "dev.lamina.engine.onednn";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void knowsOpsAndTheEngineInterfaceOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lamina",
            "dev.lamina.engine",
            "dev.lamina.engine.onednn..",
            "dev.lamina.ir",
            "dev.lamina.ir.ops",
            "java..",
            "org.bytedeco..",
            "org.jspecify.annotations..")
        .check(MODULE);
  }

  /** By package below the engine's own, which may use them all. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "natives", List.of(),
          "threads", List.of("natives"),
          "primitives", List.of("natives"),
          "images", List.of("natives", "primitives", "threads"),
          "convolutions", List.of("images", "natives", "primitives", "threads"),
          "kernels", List.of("natives", "primitives"),
          "dropout", List.of("images", "kernels", "primitives", "threads"));

  @Test
  void everyPackageHasARule() {
    assertThat(MODULE.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(ROOT), MAY_USE.keySet().stream().map(name -> ROOT + "." + name))
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> usesWhatItMay() {
    return MAY_USE.keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> usesOnly(name, MAY_USE.get(name))));
  }

  private static void usesOnly(String name, List<String> others) {
    String[] forbidden =
        Stream.concat(Stream.of(""), MAY_USE.keySet().stream())
            .filter(each -> !each.equals(name) && !others.contains(each))
            .map(each -> each.isEmpty() ? ROOT : ROOT + "." + each)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(MODULE);
  }

  @Test
  void noPackageIsTooLarge() {
    Map<String, Long> sizes =
        MODULE.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(31));
  }

  @Test
  void packagesFormNoCircles() {
    slices().matching("dev.lamina.(**)").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void classesAreFinalOrAbstract() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(MODULE);
  }

  @Test
  void noFieldIsPublicAndMutable() {
    fields().that().arePublic().should().beFinal().check(MODULE);
  }
}
