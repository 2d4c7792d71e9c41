package dev.lamina.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.datasets.Dataset;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints of a training, damaged in all the ways in which disks and crashes do: none is ever
 * taken for good. More cases: {@code -Dlamina.damage.cases=10000}.
 */
class DamagedCheckpointsTest {
  private static final int CASES = Integer.getInteger("lamina.damage.cases", 1000);
  private static final String OLDER = "step-000000003.checkpoint";
  private static final String NEWER = "step-000000004.checkpoint";

  @TempDir private Path directory;
  private byte[] good;

  @BeforeEach
  void train() throws IOException {
    try (Sequential model =
        new Sequential(
            new Input(8, 8, 1),
            new Conv2D(8, 3).activation("relu"),
            new Flatten(),
            new Dense(10).activation("softmax"))) {
      model.setEngine("reference");
      model.setSeed(1);
      model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      float[] images = new float[16 * 64];
      for (int i = 0; i < images.length; i++) {
        images[i] = (i * 37 % 101) / 101f;
      }
      model.fit(
          Dataset.of(images, Shape.of(8, 8, 1), new int[16]),
          Fit.epochs(1)
              .batchSize(4)
              .callbacks(new BackupAndRestore(directory).saveFreq(1).deleteCheckpoint(false)));
    }
    good = Files.readAllBytes(directory.resolve(NEWER));
    assertThat(good).hasSizeGreaterThan(30_000);
  }

  @Test
  void noDamageIsTakenForGood() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    Path newer = directory.resolve(NEWER);
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory, 2);
    for (int i = 0; i < CASES; i++) {
      byte[] bad = damaged(random);
      Files.write(newer, bad);
      String what = "case %d, %d of %d bytes".formatted(i, bad.length, good.length);
      assertThatThrownBy(() -> Checkpoint.read(newer))
          .as(what)
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(newer + " cannot be used: ");
      CheckpointDirectory.Found found = checkpoints.latest();
      assertThat(found.path()).as(what).hasFileName(OLDER);
      assertThat(found.damaged()).hasSize(1);
    }
    System.out.printf(
        "checkpoints: %d damaged files of %,d bytes, all refused, the one before used%n",
        CASES, good.length);
    Files.write(newer, good);
    assertThat(checkpoints.latest().path()).hasFileName(NEWER);
    Files.write(newer, damaged(random));
    Files.write(directory.resolve(OLDER), damaged(random));
    assertThatThrownBy(checkpoints::latest)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(NEWER + " cannot be used")
        .hasMessageContaining(OLDER + " cannot be used");
  }

  /** Another file than the good one. */
  private byte[] damaged(SplittableRandom random) {
    byte[] bad;
    do {
      bad =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 1 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(5000));
            case 2 -> zeroed(random);
            case 3 -> exchanged(random);
            default -> flipped(random);
          };
    } while (Arrays.equals(bad, good));
    return bad;
  }

  private byte[] flipped(SplittableRandom random) {
    byte[] bad = good.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      // Half of the flips hit the beginning, where the structure is.
      int at = random.nextInt(random.nextBoolean() ? good.length : 512);
      bad[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bad;
  }

  /** A page that did not come to the disk. */
  private byte[] zeroed(SplittableRandom random) {
    byte[] bad = good.clone();
    int from = random.nextInt(good.length);
    Arrays.fill(bad, from, Math.min(good.length, from + 4096), (byte) 0);
    return bad;
  }

  /** Two pages in each other's place. */
  private byte[] exchanged(SplittableRandom random) {
    byte[] bad = good.clone();
    int one = random.nextInt(good.length / 2 - 4096);
    int other = good.length / 2 + random.nextInt(good.length / 2 - 4096);
    System.arraycopy(good, one, bad, other, 4096);
    System.arraycopy(good, other, bad, one, 4096);
    return bad;
  }
}
