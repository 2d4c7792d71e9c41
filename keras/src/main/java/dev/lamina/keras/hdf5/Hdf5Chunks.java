package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Data in chunks. They are found when the file is read, and unpacked when they are asked for. */
final class Hdf5Chunks {
  private final Hdf5Bytes file;
  private final String path;
  private final int[] dims;
  private final int[] chunk;
  private final int chunkBytes;
  private final int elementSize;
  private final List<Hdf5Filter> filters;
  private final List<Hdf5ChunkIndex.Chunk> chunks;

  /** Finds all chunks of a layout message of version 3 or 4, each of which must be there. */
  Hdf5Chunks(
      Hdf5Bytes file,
      String path,
      ByteBuffer layout,
      Hdf5Space space,
      int elementSize,
      List<Hdf5Filter> filters) {
    this.file = file;
    this.path = path;
    this.elementSize = elementSize;
    this.filters = List.copyOf(filters);
    dims = space.dims().stream().mapToInt(Integer::intValue).toArray();
    chunk = new int[dims.length];
    boolean third = layout.get(0) == 3;
    int rank = (layout.get(third ? 2 : 3) & 0xFF) - 1;
    int width = third ? 4 : layout.get(4);
    if (rank != dims.length || width < 1 || width > 8) {
      throw new LaminaException(path + ": the HDF5 chunks have not the rank of the data");
    }
    int bytes = elementSize;
    for (int d = 0; d < rank; d++) {
      long size = Hdf5Bytes.unsigned(layout, (third ? 11 : 5) + d * width, width);
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new LaminaException("%s: an HDF5 chunk of %d is refused".formatted(path, size));
      }
      chunk[d] = (int) size;
      bytes = Math.multiplyExact(bytes, chunk[d]);
    }
    Math.addExact(bytes, 4 * filters.size()); // room for checksums, see unfiltered
    chunkBytes = bytes;
    chunks =
        space.bytes(elementSize) == 0
            ? List.of()
            : Hdf5ChunkIndex.read(file, path, layout, dims, chunk, bytes, !filters.isEmpty());
    requireAll(space.bytes(elementSize) == 0);
  }

  private void requireAll(boolean empty) {
    long expected = empty ? 0 : 1;
    for (int d = 0; d < dims.length && !empty; d++) {
      expected *= (dims[d] + (long) chunk[d] - 1) / chunk[d];
    }
    Set<List<Integer>> offsets = new HashSet<>();
    chunks.forEach(each -> offsets.add(each.offset()));
    if (offsets.size() != chunks.size() || chunks.size() != expected) {
      throw new LaminaException(
          "%s: %d of %d chunks of the HDF5 data are there; the others were never written"
              .formatted(path, offsets.size(), expected));
    }
  }

  /** All elements in row-major order. */
  ByteBuffer unpack(int bytes) {
    file.unpack(bytes);
    byte[] out = new byte[bytes];
    for (Hdf5ChunkIndex.Chunk each : chunks) {
      byte[] in = unfiltered(each);
      copy(in, 0, out, 0, each.offset(), 0);
    }
    return ByteBuffer.wrap(out);
  }

  private byte[] unfiltered(Hdf5ChunkIndex.Chunk each) {
    byte[] bytes = new byte[each.bytes().limit()];
    each.bytes().get(0, bytes);
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((each.skipped() >> i & 1) == 0) {
        // Filters before this one may have put checksums behind the chunk.
        int limit = chunkBytes + 4 * i;
        file.unpack(limit);
        bytes = filters.get(i).undo(bytes, limit, path);
      }
    }
    if (bytes.length != chunkBytes) {
      throw Hdf5Filter.damaged(path);
    }
    return bytes;
  }

  /** Copies the part of a chunk that lies inside the data, axis by axis. */
  private void copy(byte[] in, int from, byte[] out, int to, List<Integer> offset, int axis) {
    int inside = Math.min(chunk[axis], dims[axis] - offset.get(axis));
    int inStep = elementSize;
    int outStep = elementSize;
    for (int d = axis + 1; d < dims.length; d++) {
      inStep *= chunk[d];
      outStep *= dims[d];
    }
    int first = to + offset.get(axis) * outStep;
    if (axis == dims.length - 1) {
      System.arraycopy(in, from, out, first, inside * elementSize);
      return;
    }
    for (int i = 0; i < inside; i++) {
      copy(in, from + i * inStep, out, first + i * outStep, offset, axis + 1);
    }
  }
}
