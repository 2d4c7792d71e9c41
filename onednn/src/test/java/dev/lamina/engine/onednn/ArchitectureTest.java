package dev.lamina.engine.onednn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine knows ops and the interface of engines: no layers, no models, no plans. */
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lamina.engine.onednn");

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
