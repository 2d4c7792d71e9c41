package dev.lamina.engine.onednn;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenormalsTest {
  @Test
  void theEngineTreatsThemAsZeroOnAllItsThreads() {
    Machine.requireFlushedDenormals();
    int size = 1 << 20; // enough for every thread to have a share
    float[] values = new float[size];
    Arrays.fill(values, 1e-40f);
    float[] results = new float[size];
    Layout layout = Testing.plain(size);
    ENGINE.run(
        () -> {
          try (Memory memory = ENGINE.allocate(layout.bytes());
              Kernel half = Testing.kernel(Unary.of(UnaryFunction.LINEAR, 0.5, 0), layout)) {
            Buffer buffer = memory.slice(0, layout);
            buffer.write(values, 0);
            try (Step step = half.bind(List.of(buffer), List.of(buffer), buffer)) {
              step.run();
            }
            buffer.read(results, 0);
          }
        });
    assertThat(results).containsOnly(0);
  }

  @Test
  void otherThreadsKeepThem() {
    ENGINE.run(() -> {});

    assertThat(Float.parseFloat("1e-40") * Float.parseFloat("0.5")).isGreaterThan(0);
  }
}
