package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  /** A disk whose call of this number fails; a write does half of its work before. */
  private static final class FailingDisk implements Disk {
    private final int failing;
    private int calls;

    FailingDisk(int failing) {
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

    @Override
    public void createDirectories(Path directory) throws IOException {
      call();
      Disk.REAL.createDirectories(directory);
    }

    @Override
    public FileChannel create(Path path) throws IOException {
      call();
      return new FailingChannel(Disk.REAL.create(path), this);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      call();
      Disk.REAL.move(from, to);
    }
  }

  @Test
  void aFailureOfAnyCallLeavesTheOldFileAndNoOther() throws IOException {
    Path file = temporary.resolve("sub/a.checkpoint");
    checkpoint(1).write(file);
    byte[] old = Files.readAllBytes(file);
    FailingDisk counting = new FailingDisk(-1);
    AtomicFile.write(file, checkpoint(1)::writeTo, counting);
    assertThat(counting.calls).as("directory, create, writes, force, close, move").isGreaterThan(8);
    for (int failing = 1; failing <= counting.calls; failing++) {
      FailingDisk disk = new FailingDisk(failing);
      assertThatThrownBy(() -> AtomicFile.write(file, checkpoint(2)::writeTo, disk))
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

  @Test
  void knowsItsTemporaryFiles() {
    assertThat(AtomicFile.targetOf(Path.of("d", ".a.keras.0123456789abcdef.tmp")))
        .isEqualTo("a.keras");
    assertThat(AtomicFile.targetOf(Path.of("d", "a.keras.0123456789abcdef.tmp"))).isNull();
    assertThat(AtomicFile.targetOf(Path.of("d", ".a.keras.tmp"))).isNull();
  }

  private static final class FailingChannel extends FileChannel {
    private final FileChannel channel;
    private final FailingDisk disk;

    FailingChannel(FileChannel channel, FailingDisk disk) {
      this.channel = channel;
      this.disk = disk;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (disk.fails()) {
        ByteBuffer half = source.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        channel.write(half);
        throw new IOException("No space left on device");
      }
      return channel.write(source);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      disk.call();
      channel.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
      disk.call();
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

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
