package dev.lamina;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
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

/** How classes of core are made; who may know whom is in {@link PackagesTest}. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lamina");

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
