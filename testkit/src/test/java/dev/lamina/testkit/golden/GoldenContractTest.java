package dev.lamina.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A contract of no cases would be kept by every engine. */
class GoldenContractTest {
  private static final List<GoldenCase> OPTIMIZERS = GoldenFile.load("optimizers").cases();

  @Test
  void noCasesAreTooFew() {
    assertThatThrownBy(() -> GoldenContract.included("layers", List.of(), 1, golden -> true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("family \"layers\"")
        .hasMessageContaining("were some lost when it was remade?");
  }

  @Test
  void casesThatAreNotIncludedDoNotCount() {
    int all = OPTIMIZERS.size();
    assertThat(GoldenContract.included("optimizers", OPTIMIZERS, all, golden -> true)).hasSize(all);
    assertThatThrownBy(
            () ->
                GoldenContract.included(
                    "optimizers", OPTIMIZERS, all, golden -> !golden.name().equals("sgd")))
        .isInstanceOf(AssertionError.class);
  }
}
