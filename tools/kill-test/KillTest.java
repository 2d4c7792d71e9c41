import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills a training at random moments (SIGKILL), at least a third of them while it saves a
 * checkpoint, lets it go on, and compares the end with that of a training that was not killed, bit
 * for bit.
 *
 * <p>A kill counts as one while saving if the temporary file of an unfinished checkpoint is left.
 */
final class KillTest {
  private final SplittableRandom random;
  private final Path work;
  private String expected = "";
  private long startNanos;
  private long trainingNanos;
  private int kills;
  private int whileSaving;
  private int resumed;

  private KillTest(long seed, Path work) {
    random = new SplittableRandom(seed);
    this.work = work;
  }

  /** Arguments: the number of kills, and a seed for their moments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path work = Files.createTempDirectory("lamina-kill-test");
    try {
      new KillTest(seed, work).run(count, seed);
    } finally {
      delete(work);
    }
  }

  private void run(int count, long seed) throws IOException, InterruptedException {
    measure();
    int savingWanted = (count + 2) / 3;
    for (int trial = 1; kills < count; trial++) {
      if (trial > 4 * count + 20) {
        throw fail("only %d of %d kills after %d trials".formatted(kills, count, trial - 1));
      }
      Path directory = work.resolve("trial" + trial);
      boolean saving = count - kills <= savingWanted - whileSaving || random.nextInt(2) == 0;
      if (kill(directory, saving)) {
        boolean hit = holdsTemporary(directory);
        if (count - kills <= savingWanted - whileSaving && !hit) {
          delete(directory); // the save was over before the kill; another try
          continue;
        }
        kills++;
        whileSaving += hit ? 1 : 0;
        compare(directory, trial);
      }
      delete(directory);
    }
    System.out.printf(
        "kill test: %d kills (seed %d), %d of them while saving; %d went on from a checkpoint, %d from"
            + " the beginning; all ended with the bits of the training that was not killed%n",
        kills, seed, whileSaving, resumed, kills - resumed);
  }

  /** An undisturbed training: its result and its time. The second run must agree with the first. */
  private void measure() throws IOException, InterruptedException {
    for (int i = 0; i < 2; i++) {
      long started = System.nanoTime();
      Process child = start(work.resolve("whole" + i));
      try (BufferedReader lines = child.inputReader()) {
        awaitTraining(lines, child);
        long begin = System.nanoTime();
        startNanos = begin - started;
        String result = result(lines, child);
        trainingNanos = System.nanoTime() - begin;
        if (i > 0 && !result.equals(expected)) {
          throw fail("two undisturbed trainings differ; nothing can be compared");
        }
        expected = result;
      }
    }
    System.out.printf(
        "undisturbed: %d ms to the first checkpoint, %d ms more, %s%n",
        startNanos / 1_000_000, trainingNanos / 1_000_000, expected);
  }

  /**
   * Kills a training: one in ten at any time before its first checkpoint, the others after it.
   *
   * @return whether it was killed before it was over
   */
  private boolean kill(Path directory, boolean saving) throws IOException, InterruptedException {
    Process child = start(directory);
    try (BufferedReader lines = child.inputReader()) {
      if (!saving && random.nextInt(10) == 0) {
        sleep((long) (random.nextDouble() * startNanos));
      } else {
        awaitTraining(lines, child);
        sleep((long) (random.nextDouble() * trainingNanos));
      }
      while (saving && child.isAlive() && !holdsTemporary(directory)) {
        Thread.onSpinWait();
      }
      child.destroyForcibly();
      return child.waitFor() != 0;
    }
  }

  private void compare(Path directory, int trial) throws IOException, InterruptedException {
    Process child = start(directory);
    try (BufferedReader lines = child.inputReader()) {
      String from = awaitTraining(lines, child);
      String result = from.startsWith("result") ? from : result(lines, child);
      resumed += from.endsWith("null") ? 0 : 1;
      if (!result.equals(expected)) {
        throw fail("trial %d: %s; ended with other bits: %s".formatted(trial, from, result));
      }
    }
  }

  private static Process start(Path directory) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), "TrainChild", directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String awaitTraining(BufferedReader lines, Process child) throws IOException {
    String line = lines.readLine();
    if (line == null || !(line.startsWith("training") || line.startsWith("result"))) {
      child.destroyForcibly();
      throw fail("the training did not begin: " + line);
    }
    return line;
  }

  private static String result(BufferedReader lines, Process child)
      throws IOException, InterruptedException {
    String line = lines.readLine();
    if (child.waitFor() != 0 || line == null || !line.startsWith("result")) {
      throw fail("the training failed: exit code %d, %s".formatted(child.exitValue(), line));
    }
    return line;
  }

  private static void sleep(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  private static boolean holdsTemporary(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.tmp")) {
      return files.iterator().hasNext();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    if (Files.isDirectory(path)) {
      List<Path> files;
      try (var stream = Files.list(path)) {
        files = stream.toList();
      }
      for (Path file : files) {
        delete(file);
      }
    }
    Files.delete(path);
  }

  private static AssertionError fail(String message) {
    return new AssertionError("kill test: " + message);
  }
}
