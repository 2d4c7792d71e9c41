package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lamina.contract.Binding;
import dev.lamina.contract.GraphRunner;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tensors so large that oneDNN's primitives do the work; the contract's cases are smaller. */
@Tag("instruction-sets")
class AdamKernelTest {
  private static final int SIZE = 20_000;
  private static final float RELATIVE = 1e-5f;

  @Test
  void largeTensorsEqualTheReference() {
    for (boolean amsgrad : new boolean[] {false, true}) {
      for (double weightDecay : new double[] {0, 0.1}) {
        AdamUpdate op = new AdamUpdate(0.9, 0.999, 1e-7, amsgrad, weightDecay);
        for (Binding binding : Binding.values()) {
          compare(op, binding);
        }
      }
    }
  }

  @Test
  void largeTensorsStayOutOfJava() {
    try (Kernel kernel =
        Testing.kernel(
            new AdamUpdate(0.9, 0.999, 1e-7, false, 0),
            Testing.plain(SIZE),
            Testing.plain(SIZE),
            Testing.plain(),
            Testing.ENGINE.plain(new TensorType(DType.INT32, Shape.scalar())),
            Testing.plain(SIZE),
            Testing.plain(SIZE))) {
      assertThat(kernel.description()).startsWith("adam jit");
    }
  }

  private static void compare(AdamUpdate op, Binding binding) {
    GraphBuilder builder = new GraphBuilder();
    Map<String, float[]> feeds = new HashMap<>();
    List<Value> operands = new ArrayList<>();
    for (String name : List.of("p", "g", "rate", "step", "m", "v", "vMax")) {
      boolean scalar = name.equals("rate") || name.equals("step");
      DType dtype = name.equals("step") ? DType.INT32 : DType.FLOAT32;
      Shape shape = scalar ? Shape.scalar() : Shape.of(SIZE);
      if (!name.equals("vMax") || op.amsgrad()) {
        operands.add(builder.input(name, new TensorType(dtype, shape)));
        feeds.put(name, values(name));
      }
    }
    List<Value> results = builder.addAll(op, operands);
    for (int i = 0; i < results.size(); i++) {
      builder.output("y" + i, results.get(i));
    }
    Graph graph = builder.build();
    var expected = new GraphRunner(ReferenceEngine.float32()).run(graph, feeds, Map.of());
    var received = new GraphRunner(Testing.ENGINE, binding).run(graph, feeds, Map.of());
    expected
        .outputs()
        .forEach(
            (name, values) ->
                assertThat(received.output(name))
                    .as("%s of %s, %s", name, op, binding)
                    .containsExactly(values, within(RELATIVE)));
  }

  private static float[] values(String name) {
    if (name.equals("rate")) {
      return new float[] {0.01f};
    } else if (name.equals("step")) {
      return new float[] {7};
    }
    Random random = new Random(name.hashCode());
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = name.startsWith("v") ? random.nextFloat() : random.nextFloat() - 0.5f;
    }
    return values;
  }
}
