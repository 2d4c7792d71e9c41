package dev.lamina.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a bug report should say of a machine, without names of users or hosts.
 *
 * @param facts what is said, by title
 */
record Environment(Map<String, String> facts) {
  private static final Set<String> INSTRUCTIONS =
      Set.of(
          "sse4_1",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_bf16",
          "amx_int8",
          "amx_fp16",
          "avx10_1",
          "asimd",
          "asimdhp",
          "asimddp",
          "sve",
          "sve2",
          "bf16",
          "i8mm");

  /** Variables that change how fast or how the engine computes. */
  private static final List<String> PREFIXES =
      List.of("OMP_", "GOMP_", "KMP_", "ONEDNN_", "DNNL_", "MALLOC_", "LAMINA_");

  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LC_ALL", "LANG");

  private static final List<String> PROPERTIES =
      List.of("dev.lamina.", "org.bytedeco.", "file.encoding", "sun.jnu.encoding");

  static Environment current() {
    Machine machine = Machine.current();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("lamina", Versions.lamina());
    facts.put("java", Versions.java() + ", " + System.getProperty("java.vendor"));
    facts.put("system", Versions.operatingSystem());
    facts.put("processor", "%s, %d for this process".formatted(machine.cpu(), machine.cores()));
    facts.put("instructions", instructions());
    facts.put("memory", memory(machine));
    facts.put("variables", orNone(variables()));
    facts.put("properties", orNone(properties()));
    return new Environment(facts);
  }

  void print(PrintStream out) {
    facts.forEach((title, fact) -> out.println("%-14s%s".formatted(title, fact)));
  }

  /** Those that matter to engines, as far as the system tells. */
  private static String instructions() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "not told by this system";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .map(
              line ->
                  Arrays.stream(line.split(" +"))
                      .filter(INSTRUCTIONS::contains)
                      .collect(Collectors.joining(" ")))
          .orElse("not told by this system");
    } catch (IOException | RuntimeException e) {
      return "not told by this system";
    }
  }

  private static String memory(Machine machine) {
    return "%s for this process, Java heap up to %s, container limit %s"
        .formatted(
            gibibytes(machine.memoryBytes()),
            gibibytes(Runtime.getRuntime().maxMemory()),
            containerLimit());
  }

  /** Of control groups, version 2 and 1. */
  private static String containerLimit() {
    for (String file :
        List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")) {
      try {
        String text = Files.readString(Path.of(file)).strip();
        if (!text.matches("[0-9]+")) {
          return "none";
        }
        long bytes = Long.parseLong(text);
        return bytes > 1L << 50 ? "none" : gibibytes(bytes);
      } catch (IOException | RuntimeException e) {
        // The other, or none.
      }
    }
    return "not told by this system";
  }

  private static String gibibytes(long bytes) {
    return "%.1f GiB".formatted(bytes / (double) (1 << 30));
  }

  private static String variables() {
    return new TreeMap<>(System.getenv())
        .entrySet().stream()
            .filter(
                entry ->
                    VARIABLES.contains(entry.getKey())
                        || PREFIXES.stream().anyMatch(entry.getKey()::startsWith))
            .map(entry -> entry.getKey() + "=" + withoutHome(entry.getValue()))
            .collect(Collectors.joining(" "));
  }

  private static String properties() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(name -> PROPERTIES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith))
        .sorted()
        .map(name -> "-D" + name + "=" + withoutHome(String.valueOf(System.getProperty(name))))
        .collect(Collectors.joining(" "));
  }

  /** Reports are pasted in public, and home directories bear their owners' names. */
  static String withoutHome(String text) {
    String home = System.getProperty("user.home", "");
    return home.length() > 1 ? text.replace(home, "~") : text;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none that matter" : text;
  }
}
