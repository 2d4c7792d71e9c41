package dev.lamina.benchmarks.bench;

import dev.lamina.benchmarks.busy.BusyProcess;
import dev.lamina.benchmarks.lamina.LaminaContestant;
import dev.lamina.benchmarks.roofline.RooflineProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who takes part, and how each is started. */
final class Entrants {
  /** The one that others are compared with. */
  static final String LAMINA = "Lamina";

  /** The peers on the JVM, and the folder of each. */
  static final Map<String, String> JVM = jvmFolders();

  private static final long BUILD_MINUTES = 15;

  private final Path peers;

  /**
   * @param root the checkout
   */
  Entrants(Path root) {
    peers = root.resolve("benchmarks").resolve("peers");
  }

  private static Map<String, String> jvmFolders() {
    Map<String, String> folders = new LinkedHashMap<>();
    folders.put("DJL on PyTorch", "djl");
    folders.put("DL4J", "dl4j");
    return Collections.unmodifiableMap(folders);
  }

  /** The names of all that can take part. */
  static List<String> names(boolean isBusy) {
    List<String> names = new ArrayList<>(names(lamina()));
    names.addAll(names(new Entrants(Path.of("")).python(null, isBusy)));
    names.addAll(JVM.keySet());
    return names;
  }

  static List<String> names(List<Entrant> entrants) {
    return entrants.stream().map(Entrant::name).toList();
  }

  static List<Entrant> lamina() {
    return List.of(
        Entrant.of(LAMINA, java(LaminaContestant.class.getName())),
        new Entrant(
            LAMINA + " mixed_bfloat16",
            true,
            java(LaminaContestant.class.getName(), "--precision", "mixed_bfloat16"),
            Map.of(),
            null));
  }

  static Entrant roofline(int threads) {
    return new Entrant(
        "the machine's limits",
        false,
        java(RooflineProbe.class.getName(), String.valueOf(threads)),
        Map.of("OMP_NUM_THREADS", String.valueOf(threads)),
        null);
  }

  /** A process that keeps one core busy. */
  static Entrant busy() {
    List<String> command = java(BusyProcess.class.getName());
    command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m"));
    return Entrant.of("busy process", command);
  }

  private static List<String> java(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * The peers in Python; without an interpreter all are missing.
   *
   * @param isBusy whether other processes run beside them: only then threads that spin while they
   *     wait are worth a second contestant without
   */
  List<Entrant> python(@Nullable String executable, boolean isBusy) {
    String onnx = "onnxruntime_peer.py";
    List<Entrant> entrants = new ArrayList<>();
    Collections.addAll(
        entrants,
        python("Keras on TensorFlow", executable, "keras_peer.py", "--backend", "tensorflow"),
        python("Keras on JAX", executable, "keras_peer.py", "--backend", "jax"),
        python("PyTorch", executable, "torch_peer.py", "--mode", "eager"),
        python("PyTorch compiled", executable, "torch_peer.py", "--mode", "compiled"),
        python("ONNX Runtime", executable, onnx, "--spinning", "on"));
    if (isBusy) {
      entrants.add(python("ONNX Runtime without spinning", executable, onnx, "--spinning", "off"));
    }
    return entrants;
  }

  private Entrant python(
      String name, @Nullable String executable, String script, String option, String value) {
    return executable == null
        ? Entrant.missing(name, "no --python given")
        : Entrant.of(name, List.of(executable, peers.resolve(script).toString(), option, value));
  }

  /** A peer on the JVM, built by Maven from what it finds in its repositories. */
  Entrant jvm(String name) throws InterruptedException {
    String folder = Objects.requireNonNull(JVM.get(name), name);
    Path project = peers.resolve(folder);
    Path jar = project.resolve("target").resolve(folder + "-peer.jar");
    try {
      Process build =
          new ProcessBuilder(
                  isWindows() ? "mvn.cmd" : "mvn",
                  "-B",
                  "-ntp",
                  "-q",
                  "-f",
                  project.resolve("pom.xml").toString(),
                  "package",
                  "-DskipTests")
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile("lamina-bench", ".log").toFile())
              .start();
      if (!build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        build.destroyForcibly();
        return Entrant.missing(
            name, "its build took more than %d minutes".formatted(BUILD_MINUTES));
      }
      if (build.exitValue() != 0 || !Files.exists(jar)) {
        return Entrant.missing(
            name,
            "its build failed; see mvn -f benchmarks/peers/%s/pom.xml package".formatted(folder));
      }
    } catch (IOException e) {
      return Entrant.missing(name, "Maven cannot be started: " + e.getMessage());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Entrant.of(name, List.of(java, "-jar", jar.toString()));
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }
}
