package dev.lamina.benchmarks.protocol;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts this program a second time with what cannot be set from within: environment variables,
 * options of the JVM, and, on Linux, the CPUs that all its threads keep to. The second process
 * takes over stdin and stdout.
 */
public final class Restart {
  private static final String MARK = "lamina.restarted";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String TASKSET = "taskset";

  private final int threads;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> jvmOptions = new ArrayList<>();

  /** Options that name places on this machine, which are no settings to report. */
  private final List<String> places = new ArrayList<>();

  private Restart(int threads) {
    this.threads = threads;
  }

  /** Pins the second process to as many of the CPUs it may use. */
  public static Restart pinnedTo(int threads) {
    return new Restart(threads);
  }

  /** Sets a variable, unless whoever started this program has set it. */
  public Restart environment(String name, Object value) {
    environment.putIfAbsent(name, System.getenv().getOrDefault(name, value.toString()));
    return this;
  }

  /** Adds options of the JVM; those given on the command line come after them, and so win. */
  public Restart jvm(String... options) {
    jvmOptions.addAll(List.of(options));
    return this;
  }

  /**
   * Has glibc's malloc return nothing to the system, as the Python peers do: fresh pages each step
   * are what returning costs. Without effect elsewhere.
   */
  public Restart keepingFreedMemory() {
    return environment("MALLOC_MMAP_MAX_", 0)
        .environment("MALLOC_TRIM_THRESHOLD_", Integer.MAX_VALUE)
        .environment("MALLOC_TOP_PAD_", 256 << 20);
  }

  /**
   * Has natives be unpacked into the folder {@code cache} beside the program's jar.
   *
   * @param property the property of the JVM that names the folder
   */
  public Restart unpackingBesideJar(String property, Class<?> main) {
    String jar = main.getProtectionDomain().getCodeSource().getLocation().getPath();
    places.add(
        "-D" + property + "=" + new File(jar).getAbsoluteFile().toPath().resolveSibling("cache"));
    return this;
  }

  /**
   * Returns in the second process; in the first, exits with the second's code once it has ended.
   */
  public void once(Class<?> main, String[] arguments) throws IOException, InterruptedException {
    if (Boolean.getBoolean(MARK)) {
      return;
    }
    List<String> command = new ArrayList<>();
    if (canPin()) {
      command.addAll(List.of(TASKSET, "-c", joined(firstCpus())));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(places);
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-D" + MARK + "=true", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    Process second = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(second::destroy));
    System.exit(second.waitFor());
  }

  /** What was set, for {@link Contestant#settings}. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("threads", String.valueOf(threads));
    if (canPin()) {
      settings.put("cpus", joined(firstCpus()));
    }
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    settings.put("environment", String.join(" ", variables));
    settings.put("jvm", String.join(" ", jvmOptions));
    return settings;
  }

  private List<Integer> firstCpus() {
    List<Integer> cpus = allowedCpus();
    return cpus.subList(0, Math.min(threads, cpus.size()));
  }

  private static boolean canPin() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, TASKSET))) {
        return !allowedCpus().isEmpty();
      }
    }
    return false;
  }

  /** The numbers of the CPUs that this process may use, ascending; none where nothing tells. */
  private static List<Integer> allowedCpus() {
    List<Integer> cpus = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("Cpus_allowed_list:")) {
          for (String range : line.substring(line.indexOf(':') + 1).strip().split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
              cpus.add(cpu);
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return List.of(); // not on this system
    }
    return cpus;
  }

  private static String joined(List<Integer> cpus) {
    List<String> words = new ArrayList<>();
    cpus.forEach(cpu -> words.add(cpu.toString()));
    return String.join(",", words);
  }
}
