package dev.lamina.engine.onednn.natives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Which vector instructions oneDNN generates code for on this machine. Its codes are those of
 * x86-64 and mean nothing on other processors, where oneDNN gives numbers of its own.
 */
public final class InstructionSet {
  private static final boolean X86 = Loader.getPlatform().endsWith("-x86_64");

  private InstructionSet() {}

  /** Whether this is an x86 processor. */
  public static boolean isX86() {
    return X86;
  }

  /** The set's name, as oneDNN calls it. */
  public static String name() {
    return X86 ? nameOf(dnnl_get_effective_cpu_isa()) : architecture();
  }

  /** Its codes are bit sets: each level holds the bits of those it includes. */
  static String nameOf(int isa) {
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
    return architecture();
  }

  /** As {@code arm64}; Java calls it otherwise on Linux. */
  private static String architecture() {
    String name = System.getProperty("os.arch", "unknown processor");
    return name.equals("aarch64") ? "arm64" : name;
  }

  /** Why not to compute in bfloat16; empty where the processor does, and does not emulate it. */
  public static Optional<String> whyNoBfloat16() {
    if (hasBfloat16()) {
      return Optional.empty();
    }
    return Optional.of(
        X86
            ? "this processor has %s, without bfloat16 instructions, and would be slower than in float32"
                .formatted(name())
            : "this processor is %s; bfloat16 is used with the instructions of x86-64 processors only"
                .formatted(name()));
  }

  /** Whether bfloat16 is computed by the processor, and not emulated. */
  public static boolean hasBfloat16() {
    return X86 && has(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Whether there are vectors of 16 floats. */
  public static boolean hasAvx512() {
    return X86 && has(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx512_core);
  }

  /** Whether there are vectors of 8 floats, with multiply-adds. */
  public static boolean hasAvx2() {
    return X86 && has(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx2);
  }

  private static boolean has(int isa, int level) {
    return (isa & level) == level;
  }
}
