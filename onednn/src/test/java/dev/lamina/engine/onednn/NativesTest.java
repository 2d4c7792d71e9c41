package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;

final class NativesTest {
  @Test
  void theNativesOfThisMachineLoadInTheVersionTheBuildNames() {
    try (var cpu = new engine(engine.kind.cpu.value, 0)) {
      assertThat(cpu.isNull()).isFalse();
    }
    assertThat(dnnl.dnnl_version().major()).isEqualTo(3);
    assertThat(dnnl.dnnl_version().minor()).isEqualTo(11);
  }
}
