package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.contract.FamilyCheck;
import dev.lamina.contract.OpFamily;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.onednn.Testing;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.MaxPooling;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AvoidanceTest {
  @AfterEach
  void removeTheSetting() {
    System.clearProperty(Avoidance.PROPERTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          brg_conv_fwd:avx10_1_512_amx | brg_conv_fwd:avx10_1_512_amx | true
          amx                          | brg_conv_fwd:avx10_1_512_amx | true
          jit:avx2                     | jit:avx2                     | true
          jit:avx2                     | jit_1x1:avx2                 | false
          jit_1x1*                     | jit_1x1:avx2                 | true
          jit*                         | brg_jit:avx2                 | false
          *:avx2                       | jit:avx2                     | true
          j*:*2                        | jit:avx2                     | true
          jit.avx2                     | jit:avx2                     | false
          ref , jit:avx                | jit:avx2                     | true
          ,                            | jit:avx2                     | false
          """)
  void entriesArePartsOrPatternsOfNames(String setting, String name, boolean covers) {
    assertThat(Avoidance.parse(setting).covers(name)).isEqualTo(covers);
  }

  @Test
  void nothingIsAvoidedWithoutASetting() {
    assertThat(Avoidance.bySetting().isEmpty()).isTrue();
    assertThat(Avoidance.parse(" ").isEmpty()).isTrue();
  }

  private static String description(Supplier<Kernel> make) {
    return ENGINE.call(
        () -> {
          try (Kernel kernel = make.get()) {
            return kernel.description();
          }
        });
  }

  private static Kernel convolution() {
    return Testing.kernel(
        Convolution.of(Window.of(3, 3), 1),
        Testing.plain(2, 9, 9, 16),
        Testing.plain(3, 3, 16, 32));
  }

  private static Kernel pooling() {
    return Testing.kernel(
        new MaxPooling(Window.of(2, 2).strides(2, 2)), Testing.plain(2, 8, 8, 16));
  }

  /** One after the other, as long as oneDNN offers another. */
  @Test
  void theNextImplementationIsTaken() {
    String first = implementation(AvoidanceTest::convolution);
    System.setProperty(Avoidance.PROPERTY, first);
    String second = implementation(AvoidanceTest::convolution);
    System.setProperty(Avoidance.PROPERTY, first + "," + second);
    String third = implementation(AvoidanceTest::convolution);

    assertThat(new String[] {first, second, third}).doesNotHaveDuplicates();

    System.clearProperty(Avoidance.PROPERTY);
    assertThat(implementation(AvoidanceTest::convolution)).isEqualTo(first);
  }

  private static String implementation(Supplier<Kernel> make) {
    String description = description(make);
    return description.substring(description.lastIndexOf(' ') + 1);
  }

  /**
   * Other code, other layouts, the same numbers: also of gradients, which ask for a forward one.
   */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CONVOLUTION",
        "CONVOLUTION_INPUT_GRADIENT",
        "CONVOLUTION_FILTER_GRADIENT",
        "INNER_PRODUCT",
        "INNER_PRODUCT_INPUT_GRADIENT",
        "INNER_PRODUCT_FILTER_GRADIENT",
        "MAX_POOL",
        "MAX_POOL_GRADIENT",
        "AVERAGE_POOL_GRADIENT",
        "BATCH_NORM_GRADIENT",
        "SOFTMAX_GRADIENT",
        "UNARY_GRADIENT",
        "BINARY",
        "REDUCE"
      })
  void whatIsTakenInsteadEqualsTheReference(OpFamily family) {
    System.setProperty(Avoidance.PROPERTY, "jit,brg");

    assertThat(description(AvoidanceTest::convolution)).doesNotContain("jit", "brg");
    assertThat(description(AvoidanceTest::pooling)).doesNotContain("jit", "brg");
    assertThat(new FamilyCheck(ENGINE, ReferenceEngine.float32()).differences(family, 60))
        .isEmpty();
  }

  @Test
  void avoidingAllIsAnErrorThatSaysSo() {
    System.setProperty(Avoidance.PROPERTY, "ref, jit,brg,gemm,x64,simple,sve,acl,*");

    assertThatThrownBy(() -> ENGINE.call(AvoidanceTest::convolution))
        .isInstanceOf(LaminaException.class)
        .hasMessageStartingWith(
            "no implementation of conv2d is left: dev.lamina.onednn.avoid=ref,jit,brg,gemm,")
        .hasMessageContaining("ref:any)")
        .hasMessageEndingWith("take one out of the list");
  }
}
