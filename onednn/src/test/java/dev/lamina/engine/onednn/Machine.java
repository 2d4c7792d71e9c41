package dev.lamina.engine.onednn;

import dev.lamina.engine.onednn.natives.InstructionSet;
import dev.lamina.engine.onednn.natives.NativeFunction;
import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.testkit.Requires;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What this machine can, told by the system; tests that need more are skipped. */
public final class Machine {
  /** oneDNN's names of the instruction sets that matter here, each with what it adds. */
  private static final List<Level> LEVELS =
      List.of(
          new Level("SSE41", Set.of("sse4_1")),
          new Level("AVX", Set.of("avx")),
          new Level("AVX2", Set.of("avx2")),
          new Level("AVX2_VNNI", Set.of("avx_vnni")),
          new Level("AVX2_VNNI_2", Set.of("avx_ne_convert")),
          new Level("AVX512_CORE", Set.of("avx512f", "avx512bw", "avx512vl", "avx512dq")),
          new Level("AVX512_CORE_VNNI", Set.of("avx512_vnni")),
          new Level("AVX512_CORE_BF16", Set.of("avx512_bf16")));

  private record Level(String name, Set<String> flags) {}

  private Machine() {}

  /** Where oneDNN's natives bring GNU's OpenMP along: on Linux. */
  public static void requireGnuOpenMp() {
    NativeLibrary.load();
    Requires.seen(
        "GNU OpenMP", system().equals("linux"), NativeFunction.find("GOMP_parallel").isPresent());
  }

  /** What work in chunks needs: a team, and oneDNN's convolutions along rows, channels last. */
  static void requireTiles() {
    requireGnuOpenMp();
    Requires.thatHere(
        Requires.processorFlags().isEmpty() || has("AVX2"),
        "oneDNN has no convolutions along rows, channels last, below AVX2");
  }

  /** Below AVX2 oneDNN has its reference code only for some steps, such as dropout. */
  static void requireOptimizedCode() {
    Requires.thatHere(
        !isX86() || Requires.processorFlags().isEmpty() || has("AVX2"),
        "oneDNN has no optimized code for every step below AVX2");
  }

  public static void requireFlushedDenormals() {
    Requires.thatHere(
        system().equals("linux") && isX86(), "denormals are treated as 0 on Linux x86-64 only");
  }

  static void requireAvx512() {
    NativeLibrary.load();
    require("AVX-512", "AVX512_CORE", InstructionSet.hasAvx512());
  }

  static void requireBfloat16() {
    NativeLibrary.load();
    require("AVX-512 with bfloat16", "AVX512_CORE_BF16", InstructionSet.hasBfloat16());
  }

  /** Where the system does not tell, the engine is believed. */
  private static void require(String what, String level, boolean isSeen) {
    boolean isUnknown = isX86() && Requires.processorFlags().isEmpty();
    Requires.seen(what, isUnknown ? isSeen : has(level), isSeen);
  }

  /** Whether the processor has it, and ONEDNN_MAX_CPU_ISA lets oneDNN use it. */
  public static boolean has(String name) {
    int wanted = indexOf(name);
    int most = indexOf(System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", ""));
    return isX86()
        && (most < 0 || wanted <= most)
        && Requires.processorFlags().orElse(Set.of()).containsAll(LEVELS.get(wanted).flags());
  }

  private static int indexOf(String name) {
    return LEVELS.stream().map(Level::name).toList().indexOf(name.toUpperCase(Locale.ROOT));
  }

  public static boolean isX86() {
    return Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }
}
