import dev.lamina.checkpoints.Checkpoint;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.Input;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Saves files while the system takes only so many bytes of each, for sizes all over the file: each
 * save must fail, the file from before must still load, and nothing else may be left. The limit is
 * the process's own (RLIMIT_FSIZE), set with {@code prlimit}.
 */
final class FullDiskTest {
  private static final int LIMITS = 150; // for each kind of file

  /** One kind of file. */
  private interface Saving {
    void save(Path path) throws IOException;
  }

  private interface Loading {
    void load(Path path) throws IOException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("lamina-full-disk");
    Sequential before = model(1);
    Sequential after = model(2);
    test(directory.resolve("m.keras"), before::save, after::save, Model::load);
    test(
        directory.resolve("m.weights.h5"),
        before::saveWeights,
        after::saveWeights,
        model(3)::loadWeights);
    test(
        directory.resolve("m.checkpoint"),
        checkpoint(before)::write,
        checkpoint(after)::write,
        Checkpoint::read);
    Files.delete(directory);
  }

  private static Sequential model(long seed) {
    Sequential model =
        new Sequential(
            new Input(12, 12, 1),
            new Conv2D(4, 3).activation("relu"),
            new Flatten(),
            new Dense(10).activation("softmax"));
    model.setEngine("reference");
    model.setSeed(seed);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  private static Checkpoint checkpoint(Model model) {
    Checkpoint.Builder builder = new Checkpoint.Builder();
    model.weights().forEach(builder::put);
    return builder.build();
  }

  private static void test(Path path, Saving first, Saving second, Loading loading)
      throws IOException, InterruptedException {
    first.save(path);
    byte[] old = Files.readAllBytes(path);
    int failures = 0;
    for (int i = 0; i < LIMITS; i++) {
      long limit = (long) old.length * i / LIMITS;
      limitFiles(String.valueOf(limit));
      boolean failed = false;
      try {
        second.save(path);
      } catch (IOException e) {
        failed = true;
        failures++;
      } finally {
        limitFiles("unlimited");
      }
      require(failed, "a save of more than %d bytes did not fail".formatted(limit));
      require(Arrays.equals(Files.readAllBytes(path), old), "the file changed at limit " + limit);
      loading.load(path);
      try (var files = Files.list(path.getParent())) {
        List<Path> left = files.toList();
        require(left.equals(List.of(path)), "files left at limit %d: %s".formatted(limit, left));
      }
    }
    second.save(path);
    require(!Arrays.equals(Files.readAllBytes(path), old), "a save without limit did nothing");
    loading.load(path);
    Files.delete(path);
    System.out.printf(
        "full disk: %s of %,d bytes: %d saves failed at sizes all over it; the file from before"
            + " loaded each time%n",
        path.getFileName(), old.length, failures);
  }

  /** The soft limit, which can be raised again. */
  private static void limitFiles(String bytes) throws IOException, InterruptedException {
    Process prlimit =
        new ProcessBuilder(
                "prlimit", "--pid", "" + ProcessHandle.current().pid(), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    require(prlimit.waitFor() == 0, "prlimit failed");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError("full disk test: " + message);
    }
  }
}
