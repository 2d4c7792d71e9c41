package dev.lamina.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.layers.activation.Activation;
import dev.lamina.layers.core.Dense;
import dev.lamina.models.Sequential;
import org.junit.jupiter.api.Test;

class DTypePolicyTest {
  private static Sequential model() {
    return new Sequential(
        new Input(4), new Dense(3).activation("relu"), new Dense(2).dtype("float32"));
  }

  private static Sequential rounding(String policy) {
    Sequential model = new Sequential(new Input(2), new Dense(1).kernelInitializer("ones"));
    model.setEngine(ReferenceEngine.float32());
    model.setDTypePolicy(policy);
    return model;
  }

  @Test
  void aModelsPolicyHoldsForLayersWithoutOne() {
    Sequential model = model();
    model.setDTypePolicy("mixed_bfloat16");
    model.add(new Activation("softmax"));
    assertThat(model.layers())
        .extracting(Layer::dtypePolicy)
        .containsExactly(
            DTypePolicy.MIXED_BFLOAT16, DTypePolicy.FLOAT32, DTypePolicy.MIXED_BFLOAT16);
    assertThat(model.layers().get(0).config().get("dtype")).isEqualTo("mixed_bfloat16");
  }

  @Test
  void inputsAndWeightsAndResultsAreRounded() {
    // 1 + 2^-9 rounds to 1, and 256 + 1 to 256.
    float[] x = {256, 1 + 1f / 512};
    try (Sequential mixed = rounding("mixed_bfloat16");
        Sequential full = rounding("float32")) {
      assertThat(full.predict(x)).containsExactly(257 + 1f / 512);
      assertThat(mixed.predict(x)).containsExactly(256);
    }
  }

  @Test
  void weightsStayFloat32() {
    float[] weights = {1 + 1f / 512, 1};
    try (Sequential model = rounding("mixed_bfloat16")) {
      model.setWeight("dense/kernel", weights);
      model.predict(new float[] {1, 1});
      assertThat(model.weight("dense/kernel")).containsExactly(weights);
    }
  }

  @Test
  void thePolicyIsSetBeforeTheFirstUse() {
    try (Sequential model = rounding("float32")) {
      model.predict(new float[] {1, 1});
      assertThatThrownBy(() -> model.setDTypePolicy("mixed_bfloat16"))
          .isInstanceOf(LaminaException.class)
          .hasMessageContaining("the dtype policy cannot be changed any more");
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithTheRightOnes() {
    assertThatThrownBy(() -> new Dense(1).dtype("mixed_float16"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dtype policy \"mixed_float16\" is unknown; did you mean \"mixed_bfloat16\"? Choose float32 or mixed_bfloat16");
  }

  @Test
  void anEngineThatCannotComputeInBfloat16SaysWhy() {
    try (Sequential model = new Sequential(new Input(2), new Dense(1))) {
      model.setEngine(ReferenceEngine.float64());
      model.setDTypePolicy("mixed_bfloat16");
      assertThatThrownBy(() -> model.predict(new float[2]))
          .isInstanceOf(LaminaException.class)
          .hasMessage(
              "the engine \"reference\" cannot compute in bfloat16: it keeps all numbers as doubles and rounds none; use the dtype policy float32, or the engine \"reference\"");
    }
  }
}
