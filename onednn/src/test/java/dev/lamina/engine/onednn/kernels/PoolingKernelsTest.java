package dev.lamina.engine.onednn.kernels;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.Testing;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingKernelsTest {
  private static final Window WINDOW = Window.of(1, 2).strides(1, 4);
  private static final int GUARD = 64;

  /** The result, and what lies behind it. */
  private static float[] pooled(Unary activation, boolean fused, int channels) {
    MaxPooling op = new MaxPooling(WINDOW, activation);
    Layout input = Testing.plain(4, 12, 9, channels);
    List<TensorType> outputs = op.infer(List.of(input.type()));
    BitSet used = new BitSet();
    used.set(0);
    KernelRequest request =
        new KernelRequest(op, List.of(new Operand(input.type(), input)), outputs, used);
    int size = outputs.get(0).shape().size();
    float[] values = Testing.random(input.type().shape().size());
    return ENGINE.call(
        () -> {
          try (OneDnnRuntime runtime = new OneDnnRuntime();
              Kernel kernel = new PoolingKernels(runtime, fused).max(op, request);
              Memory image = ENGINE.allocate(input.bytes());
              Memory result = ENGINE.allocate(Float.BYTES * (size + GUARD) + 64L);
              Memory scratch = ENGINE.allocate(kernel.scratchBytes() + 64)) {
            assertThat(kernel.description().contains(" > ")).isEqualTo(!fused);
            Buffer source = image.slice(0, input);
            source.write(values, 0);
            float[] guarded = new float[size + GUARD];
            Arrays.fill(guarded, -7);
            Buffer whole = result.slice(0, Testing.plain(size + GUARD));
            whole.write(guarded, 0);
            Buffer y = result.slice(0, kernel.outputs().get(0));
            try (Step step =
                kernel.bind(
                    List.of(source),
                    List.of(y, y), // the second one is absent
                    scratch.scratch(0, kernel.scratchBytes()))) {
              step.run();
            }
            whole.read(guarded, 0);
            return guarded;
          }
        });
  }

  /** Channels that fill a vector, and such that leave a rest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 20})
  void anActivationBehindIsTheSameAsAStepOfItsOwn(int channels) {
    for (UnaryFunction function :
        List.of(UnaryFunction.SOFTPLUS, UnaryFunction.ELU, UnaryFunction.TANH)) {
      Unary activation = new Unary(function, 1, 0);
      float[] alone = pooled(activation, false, channels);
      float[] identity = pooled(Unary.IDENTITY, true, channels);
      int size = alone.length - GUARD;
      for (int i = 0; i < size; i++) {
        double x = identity[i];
        double expected =
            switch (function) {
              case SOFTPLUS -> Math.log1p(Math.exp(x));
              case ELU -> x > 0 ? x : Math.expm1(x);
              default -> Math.tanh(x);
            };
        assertThat((double) alone[i]).as("%s(%s)", function, x).isCloseTo(expected, within(1e-5));
      }
      for (int i = size; i < alone.length; i++) {
        assertThat(alone[i]).as("behind the result").isEqualTo(-7);
      }
    }
  }
}
