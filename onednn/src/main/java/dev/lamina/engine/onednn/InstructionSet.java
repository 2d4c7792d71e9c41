package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

/** Which vector instructions oneDNN generates code for on this machine. */
final class InstructionSet {
  private InstructionSet() {}

  /** Its codes are bit sets: each level holds the bits of those it includes. */
  static String name() {
    int isa = dnnl_get_effective_cpu_isa();
    if (has(isa, dnnl_cpu_isa_avx512_core_amx)) {
      return "AVX-512 with bfloat16 and AMX";
    } else if (has(isa, dnnl_cpu_isa_avx512_core_bf16)) {
      return "AVX-512 with bfloat16";
    } else if (has(isa, dnnl_cpu_isa_avx512_core_vnni)) {
      return "AVX-512 with VNNI";
    } else if (has(isa, dnnl_cpu_isa_avx512_core)) {
      return "AVX-512";
    } else if (has(isa, dnnl_cpu_isa_avx2)) {
      return "AVX2";
    } else if (has(isa, dnnl_cpu_isa_avx)) {
      return "AVX";
    } else if (has(isa, dnnl_cpu_isa_sse41)) {
      return "SSE4.1";
    }
    return System.getProperty("os.arch", "unknown processor");
  }

  /** Whether bfloat16 is computed by the processor, and not emulated. */
  static boolean hasBfloat16() {
    return has(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Whether there are vectors of 16 floats. */
  static boolean hasAvx512() {
    return has(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx512_core);
  }

  private static boolean has(int isa, int level) {
    return (isa & level) == level;
  }
}
