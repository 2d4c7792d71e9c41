package dev.lamina.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir private Path temporary;

  private static Checkpoint small() {
    Checkpoint.Builder builder = new Checkpoint.Builder();
    builder.put("step", 17).put("rate", 0.1).put("name", "gr\u00fcn");
    builder.section("weights").section("dense").put("kernel", new float[] {1, -0f, Float.NaN});
    return builder.build();
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    checkpoint.writeTo(out);
    return out.toByteArray();
  }

  private void refused(byte[] bytes, String what) throws IOException {
    Path file = temporary.resolve("refused.checkpoint");
    Files.write(file, bytes);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .as(what)
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + " cannot be used: ");
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    Path file = temporary.resolve("a.checkpoint");
    small().write(file);
    Checkpoint read = Checkpoint.read(file);
    assertThat(read.names()).containsExactly("step", "rate", "name", "weights/dense/kernel");
    assertThat(read.sections()).containsExactly("step", "rate", "name", "weights");
    assertThat(read.integer("step")).isEqualTo(17);
    assertThat(read.number("rate")).isEqualTo(0.1);
    assertThat(read.text("name")).isEqualTo("gr\u00fcn");
    assertThat(read.section("weights").floats("dense/kernel")).containsExactly(1, -0f, Float.NaN);
    assertThat(read.section("weights").section("dense").has("kernel")).isTrue();
    assertThat(bytes(read)).isEqualTo(bytes(small()));
  }

  @Test
  void arraysLongerThanTheBufferAreWhole() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Checkpoint.Builder builder = new Checkpoint.Builder();
    for (int size : new int[] {0, 1, 16_383, 16_384, 50_001}) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = Float.intBitsToFloat(random.nextInt());
      }
      builder.put("a".repeat(size % 7) + size, values);
    }
    builder.put("text", "x".repeat(70_000));
    Path file = temporary.resolve("long.checkpoint");
    Checkpoint checkpoint = builder.build();
    checkpoint.write(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(checkpoint));
    assertThat(bytes(Checkpoint.read(file))).isEqualTo(bytes(checkpoint));
  }

  @Test
  void everyFlippedBitAndEveryLengthIsRefused() throws IOException {
    byte[] whole = bytes(small());
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << bit);
        refused(flipped, "bit %d of byte %d".formatted(bit, i));
      }
      byte[] replaced = whole.clone();
      replaced[i] = (byte) ~replaced[i];
      refused(replaced, "byte " + i);
      refused(Arrays.copyOf(whole, i), "cut to " + i);
      refused(Arrays.copyOf(whole, whole.length + 1 + i), "longer by " + (1 + i));
    }
  }

  /** Files that were made to do harm: their checksum is right. */
  @Test
  void aRightChecksumDoesNotMakeANonsenseGood() throws IOException {
    byte[] whole = bytes(small());
    int content = whole.length - CheckpointFormat.DIGEST_BYTES;
    for (int i = 0; i < content; i++) {
      for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
        byte[] changed = whole.clone();
        changed[i] = (byte) value;
        Path file = temporary.resolve("signed.checkpoint");
        Files.write(file, signed(changed, content));
        try {
          Checkpoint.read(file);
        } catch (CheckpointException e) {
          assertThat(e).hasMessageStartingWith(file + " cannot be used: ");
        }
      }
    }
    byte[] huge = whole.clone();
    ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(12, Integer.MAX_VALUE);
    refused(signed(huge, content), "many entries");
    byte[] newer = whole.clone();
    newer[8] = 2;
    Path file = temporary.resolve("newer.checkpoint");
    Files.write(file, signed(newer, content));
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessage(
            file
                + " cannot be used: its format has version 2, expected 1; use the version of Lamina that wrote it");
  }

  private static byte[] signed(byte[] bytes, int content) {
    byte[] signed = bytes.clone();
    byte[] digest = CheckpointFormat.digest().digest(Arrays.copyOf(bytes, content));
    System.arraycopy(digest, 0, signed, content, digest.length);
    return signed;
  }

  @Test
  void tellsWhatIsNotThere() {
    assertThatThrownBy(() -> small().integer("steps"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("the checkpoint holds no \"steps\"");
    assertThatThrownBy(() -> small().integer("rate"))
        .hasMessage("the checkpoint's \"rate\" is not a whole number");
    assertThatThrownBy(() -> new Checkpoint.Builder().put("a", 1).put("a", 2))
        .hasMessage("the checkpoint holds \"a\" already");
    assertThatThrownBy(() -> Checkpoint.read(temporary.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFailedSaveLeavesTheOlderCheckpoints() throws IOException {
    Path directory = temporary.resolve("kept");
    try (CheckpointDirectory checkpoints = new CheckpointDirectory(directory, 2)) {
      assertThat(checkpoints.latest()).isNull();
      checkpoints.save(1, small());
      checkpoints.save(2, small());
      Path blocked = Files.createDirectory(directory.resolve("step-000000003.checkpoint"));
      assertThatThrownBy(() -> checkpoints.save(3, small()))
          .isInstanceOf(IOException.class)
          .hasMessage(blocked + " is a directory, expected the name of a file");
      Files.delete(blocked);
      assertThat(checkpoints.latest().path()).hasFileName("step-000000002.checkpoint");
    }
  }

  /** What was found is kept, not a damaged file of a higher number. */
  @Test
  void keepsTheCheckpointThatIsKnownToBeWhole() throws IOException {
    Path directory = temporary.resolve("whole");
    try (CheckpointDirectory before = new CheckpointDirectory(directory, 2)) {
      before.save(5, small());
    }
    Files.writeString(directory.resolve("step-000000010.checkpoint"), "damaged");
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory, 2);
    assertThat(checkpoints.latest().damaged()).hasSize(1);
    checkpoints.save(8, small());
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".lock", "step-000000005.checkpoint", "step-000000008.checkpoint");
    }
    checkpoints.delete();
    assertThat(directory).doesNotExist();
  }
}
