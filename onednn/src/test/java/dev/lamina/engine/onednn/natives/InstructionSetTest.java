package dev.lamina.engine.onednn.natives;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.onednn.Machine;
import dev.lamina.ir.DType;
import dev.lamina.testkit.Requires;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine believes that this machine has, against what the system tells. */
@Tag("instruction-sets")
class InstructionSetTest {
  @Test
  void theEngineSeesWhatThereIs() {
    ENGINE.run(() -> {});
    Requires.thatHere(
        !Machine.isX86() || Requires.processorFlags().isPresent(),
        "this system does not tell what the processor has");

    assertThat(InstructionSet.hasAvx512()).isEqualTo(Machine.has("AVX512_CORE"));
    assertThat(InstructionSet.hasAvx2()).isEqualTo(Machine.has("AVX2"));
    assertThat(InstructionSet.hasBfloat16()).isEqualTo(Machine.has("AVX512_CORE_BF16"));
    assertThat(ENGINE.whyNot(DType.BFLOAT16).isEmpty()).isEqualTo(Machine.has("AVX512_CORE_BF16"));
    if (Machine.has("AVX512_CORE")) {
      assertThat(InstructionSet.name()).startsWith("AVX-512");
    } else if (Machine.has("AVX2")) {
      assertThat(InstructionSet.name()).isEqualTo("AVX2");
    } else if (Machine.has("AVX")) {
      assertThat(InstructionSet.name()).isEqualTo("AVX");
    } else if (Machine.isX86()) {
      assertThat(InstructionSet.name()).isEqualTo("SSE4.1");
    } else {
      assertThat(InstructionSet.name()).isEqualTo("arm64");
    }
  }

  /** So that a run under ONEDNN_MAX_CPU_ISA does not test what the machine has all the same. */
  @Test
  void theLimitOfTheEnvironmentIsInEffect() {
    ENGINE.run(() -> {});
    String limit = System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "");
    if (limit.equals("AVX2")) {
      assertThat(ENGINE.description()).contains(", AVX2, ");
    } else if (limit.equals("SSE41")) {
      assertThat(ENGINE.description()).contains(", SSE4.1, ");
    }
    assertThat(ENGINE.description()).startsWith("oneDNN 3.");
  }

  @Test
  void everyLevelHasItsName() {
    assertThat(
            List.of(
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_sse41),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx2),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx2_vnni),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx512_core),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx512_core_vnni),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx512_core_bf16),
                InstructionSet.nameOf(dnnl.dnnl_cpu_isa_avx512_core_amx)))
        .containsExactly(
            "SSE4.1",
            "AVX",
            "AVX2",
            "AVX2",
            "AVX-512",
            "AVX-512 with VNNI",
            "AVX-512 with bfloat16",
            "AVX-512 with bfloat16 and AMX");
  }
}
