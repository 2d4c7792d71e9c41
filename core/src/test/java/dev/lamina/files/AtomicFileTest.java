package dev.lamina.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Child;
import dev.lamina.checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path temporary;

  private static Checkpoint checkpoint(int seed) {
    float[] values = new float[50_000]; // several writes
    for (int i = 0; i < values.length; i++) {
      values[i] = i * seed;
    }
    return new Checkpoint.Builder().put("seed", seed).put("values", values).build();
  }

  /** The call of this number fails; a write does half of its work before. */
  private static class FailingOperations implements FileOperations {
    private final int failing;
    private int calls;

    FailingOperations(int failing) {
      this.failing = failing;
    }

    private boolean fails() {
      return ++calls == failing;
    }

    private void call() throws IOException {
      if (fails()) {
        throw new IOException("No space left on device");
      }
    }

    void close() throws IOException {}

    @Override
    public void createDirectories(Path directory) throws IOException {
      call();
      FileOperations.REAL.createDirectories(directory);
    }

    @Override
    public FileChannel create(Path path) throws IOException {
      call();
      return new FailingChannel(FileOperations.REAL.create(path), this);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      call();
      FileOperations.REAL.move(from, to);
    }
  }

  @Test
  void aFailureOfAnyCallLeavesTheOldFileAndNoOther() throws IOException {
    Path file = temporary.resolve("sub/a.checkpoint");
    checkpoint(1).write(file);
    byte[] old = Files.readAllBytes(file);
    FailingOperations counting = new FailingOperations(-1);
    AtomicFile.write(file, checkpoint(1)::writeTo, counting);
    assertThat(counting.calls).as("directory, create, writes, force, move").isGreaterThan(7);
    for (int failing = 1; failing <= counting.calls; failing++) {
      FailingOperations operations = new FailingOperations(failing);
      assertThatThrownBy(() -> AtomicFile.write(file, checkpoint(2)::writeTo, operations))
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
      assertThat(Files.readAllBytes(file)).as("after call %d", failing).isEqualTo(old);
      assertThat(Checkpoint.read(file).integer("seed")).isEqualTo(1);
      try (Stream<Path> files = Files.list(file.getParent())) {
        assertThat(files).containsExactly(file);
      }
    }
    checkpoint(2).write(file);
    assertThat(Checkpoint.read(file).integer("seed")).isEqualTo(2);
  }

  @Test
  void aDirectoryIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFile.write(temporary, out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage(temporary + " is a directory, expected the name of a file");
  }

  /** What is forced to disk and moved in place is whole, whatever the close says. */
  @Test
  void aFailureToCloseDoesNoHarm() throws IOException {
    Path file = temporary.resolve("a.checkpoint");
    FailingOperations operations =
        new FailingOperations(-1) {
          @Override
          void close() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    AtomicFile.write(file, checkpoint(3)::writeTo, operations);
    assertThat(Checkpoint.read(file).integer("seed")).isEqualTo(3);
  }

  @Test
  void textReplacesTheFileAndLeavesNothingElse() throws IOException {
    Path file = temporary.resolve("made/r.json"); // with its directory
    AtomicFile.writeText(file, "first");
    AtomicFile.writeText(file, "second \u00e9");
    assertThat(file).hasContent("second \u00e9");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void textGoesWhereALinkLeads() throws IOException {
    Path file = Files.createFile(temporary.resolve("r.json"));
    Path link = Files.createSymbolicLink(temporary.resolve("latest.json"), file);
    AtomicFile.writeText(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void textInPlaceOfADirectoryLeavesNoTemporaryFile() throws IOException {
    Path file = Files.createDirectories(temporary.resolve("taken/inside")).getParent();
    assertThatThrownBy(() -> AtomicFile.writeText(file, "x")).isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void knowsItsTemporaryFiles() {
    assertThat(TemporaryFile.targetOf(Path.of("d", ".a.keras.0123456789abcdef.tmp")))
        .isEqualTo("a.keras");
    assertThat(TemporaryFile.targetOf(Path.of("d", "a.keras.0123456789abcdef.tmp"))).isNull();
    assertThat(TemporaryFile.targetOf(Path.of("d", ".a.keras.tmp"))).isNull();
  }

  @Test
  void sweepsWhatIsLeftAndNothingElse() throws IOException {
    Path left = Files.writeString(temporary.resolve(".a.keras.0123456789abcdef.tmp"), "left");
    List<Path> others = new ArrayList<>();
    for (String name :
        new String[] {
          ".b.keras.0123456789abcdef.tmp", // of another target
          ".a.keras.0123456789abcde.tmp",
          ".a.keras.0123456789ABCDEF.tmp",
          "a.keras.0123456789abcdef.tmp",
          ".a.keras.tmp",
          "a.keras"
        }) {
      others.add(Files.writeString(temporary.resolve(name), "mine"));
    }
    others.add(Files.createDirectory(temporary.resolve(".a.keras.1123456789abcdef.tmp")));
    Path link = temporary.resolve(".a.keras.2123456789abcdef.tmp");
    others.add(Files.createSymbolicLink(link, temporary.resolve("a.keras")));
    AtomicFile.sweep(temporary, "a.keras"::equals);
    assertThat(left).doesNotExist();
    assertThat(others).allMatch(file -> Files.exists(file));
    AtomicFile.sweep(temporary.resolve("none"), name -> true);
  }

  @Test
  void doesNotSweepWhatIsBeingWritten() throws IOException {
    Path file = temporary.resolve("a.keras");
    AtomicFile.write(
        file,
        out -> {
          out.write(1);
          AtomicFile.sweep(temporary, name -> true);
          sweepInAnotherProcess(temporary);
          out.write(2);
        });
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2);
  }

  private static void sweepInAnotherProcess(Path directory) throws IOException {
    Files.writeString(directory.resolve(".left.keras.0123456789abcdef.tmp"), "left");
    try (Child child = Child.start(Sweeper.class, directory.toString())) {
      assertThat(child.line()).isEqualTo("swept");
    }
    assertThat(directory.resolve(".left.keras.0123456789abcdef.tmp")).doesNotExist();
  }

  /** Sweeps, as another training would at its beginning. */
  static final class Sweeper {
    public static void main(String[] arguments) throws IOException {
      AtomicFile.sweep(Path.of(arguments[0]), name -> true);
      System.out.println("swept");
    }
  }

  @Test
  void makesAnotherFileWhenTheFirstIsSweptAway() throws IOException {
    Path file = temporary.resolve("a.keras");
    FileOperations operations =
        new FileOperations() {
          private int made;

          @Override
          public FileChannel create(Path path) throws IOException {
            FileChannel channel = FileOperations.REAL.create(path);
            if (made++ == 0) {
              Files.delete(path);
            }
            return channel;
          }
        };
    AtomicFile.write(file, out -> out.write(1), operations);
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }

  private static final class FailingChannel extends FileChannel {
    private final FileChannel channel;
    private final FailingOperations operations;

    FailingChannel(FileChannel channel, FailingOperations operations) {
      this.channel = channel;
      this.operations = operations;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (operations.fails()) {
        ByteBuffer half = source.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        channel.write(half);
        throw new IOException("No space left on device");
      }
      return channel.write(source);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      operations.call();
      channel.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
      operations.close();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return channel.tryLock(position, size, shared);
    }

    // Not used to write a file.

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
