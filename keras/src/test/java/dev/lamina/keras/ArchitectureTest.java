package dev.lamina.keras;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Files know models and what they are made of: no ops, no plans, no engines. */
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lamina.keras");

  private static final String HDF5 = "dev.lamina.keras.hdf5";
  private static final String ZIP = "dev.lamina.keras.zip";

  @Test
  void knowsModelsAndTheirPartsOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lamina",
            "dev.lamina.config",
            "dev.lamina.constraints",
            "dev.lamina.files",
            "dev.lamina.ir",
            "dev.lamina.keras..",
            "dev.lamina.layers..",
            "dev.lamina.losses",
            "dev.lamina.metrics",
            "dev.lamina.models",
            "dev.lamina.network",
            "dev.lamina.optimizers",
            "dev.lamina.regularizers",
            "dev.lamina.schedules",
            "com.fasterxml.jackson..",
            "java..",
            "org.jspecify.annotations..")
        .check(MODULE);
  }

  @Test
  void formatsOfBytesKnowNoModels() {
    classes()
        .that()
        .resideInAnyPackage(HDF5, ZIP)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.lamina", HDF5, ZIP, "java..", "org.jspecify.annotations..")
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
