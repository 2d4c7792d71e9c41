package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.ir.ops.OpRecord;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelFactoriesTest {
  @Test
  void everyOpHasAFactory() {
    NativeLibrary.load();
    try (OneDnnRuntime runtime = new OneDnnRuntime()) {
      assertThat(new KernelFactories(runtime, null, false).ops())
          .isEqualTo(Set.of(OpRecord.class.getPermittedSubclasses()));
    }
  }
}
