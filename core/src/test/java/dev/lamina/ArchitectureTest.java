package dev.lamina;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lamina.ir.Op;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Dependencies point down the path layers > ir > autodiff > plan > engine, and stay so. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lamina");

  private static final String[] WHAT_PEOPLE_WRITE = {
    "dev.lamina.layers..",
    "dev.lamina.activations..",
    "dev.lamina.initializers..",
    "dev.lamina.losses..",
    "dev.lamina.metrics..",
    "dev.lamina.optimizers.."
  };

  @Test
  void layersAndTheirKindEmitOpsAndKnowNothingBelow() {
    noClasses()
        .that()
        .resideInAnyPackage(WHAT_PEOPLE_WRITE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.lamina.autodiff..",
            "dev.lamina.plan..",
            "dev.lamina.engine..",
            "dev.lamina.models..",
            "dev.lamina.callbacks..",
            "dev.lamina.datasets..")
        .check(CORE);
  }

  @Test
  void theIrKnowsNothingElse() {
    onlyDependsOn("dev.lamina.ir..");
  }

  @Test
  void graphsKnowNoSingleOp() {
    onlyDependsOn("dev.lamina.ir");
    onlyDependsOn("dev.lamina.ir.ops", "dev.lamina.ir");
  }

  @Test
  void autodiffKnowsTheIrOnly() {
    onlyDependsOn("dev.lamina.autodiff..", "dev.lamina.ir..");
  }

  @Test
  void enginesKnowTheIrOnly() {
    onlyDependsOn("dev.lamina.engine..", "dev.lamina.ir..");
  }

  @Test
  void thePlannerKnowsTheIrAndTheEngineInterfaceOnly() {
    onlyDependsOn("dev.lamina.plan..", "dev.lamina.ir..", "dev.lamina.engine");
  }

  @Test
  void dataSetsKnowShapesOnly() {
    onlyDependsOn("dev.lamina.datasets..", "dev.lamina.ir..");
  }

  @Test
  void findingServicesKnowsNothingElse() {
    onlyDependsOn("dev.lamina.services..");
  }

  @Test
  void coreDependsOnTheJdkAndAnnotationsOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.lamina..", "java..", "javax.imageio..", "org.jspecify.annotations..")
        .check(CORE);
  }

  @Test
  void classesAreFinalOrAbstractOrSealed() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and(isNotExtended())
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CORE);
  }

  @Test
  void noFieldIsPublicAndMutable() {
    fields().that().arePublic().should().beFinal().check(CORE);
  }

  @Test
  void noOpIsNamedAsSomethingElse() {
    DescribedPredicate<JavaClass> isOp = JavaClass.Predicates.assignableTo(Op.class);
    Set<String> ops = new HashSet<>();
    CORE.that(isOp).forEach(op -> ops.add(op.getSimpleName().toLowerCase(Locale.ROOT)));
    assertThat(ops).contains("convolution");
    assertThat(CORE.that(DescribedPredicate.not(isOp)))
        .extracting(JavaClass::getSimpleName)
        .noneMatch(name -> ops.contains(name.toLowerCase(Locale.ROOT)));
  }

  private static void onlyDependsOn(String subject, String... allowed) {
    noClasses()
        .that()
        .resideInAPackage(subject)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.lamina..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(
                            "dev.lamina", "dev.lamina.services")))
                .and(DescribedPredicate.not(resideInAPackage(subject)))
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
        .check(CORE);
  }

  /** Not abstract, nor sealed as a layer with an alias is, nor the root of the exceptions. */
  private static DescribedPredicate<JavaClass> isNotExtended() {
    return DescribedPredicate.describe(
        "are not abstract or sealed",
        type ->
            !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && !type.reflect().isSealed()
                && !type.isEquivalentTo(LaminaException.class)
                && !type.isAnonymousClass());
  }
}
