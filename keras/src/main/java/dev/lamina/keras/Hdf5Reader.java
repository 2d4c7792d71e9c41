package dev.lamina.keras;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of HDF5 that Keras writes: superblocks 0 to 3, groups as symbol tables or link
 * messages, contiguous and compact data. A file cannot make it read outside the file, run in
 * circles, or allocate more than a small multiple of the file's size: see {@link Hdf5Bytes}. Soft
 * and external links, external storage, chunks and filters are refused.
 *
 * <p>Source: HDF5 File Format Specification, version 3.0.
 */
final class Hdf5Reader {
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final long UNDEFINED = -1;
  private static final int MAX_DEPTH = 32;

  private final Hdf5Bytes file;
  private final Hdf5Heap heap;
  private final Hdf5Groups groups;

  private Hdf5Reader(byte[] bytes) {
    file = new Hdf5Bytes(bytes);
    heap = new Hdf5Heap(file);
    groups = new Hdf5Groups(file);
  }

  /** The root group of a file that is in memory. */
  static Hdf5Object read(byte[] bytes) {
    try {
      return new Hdf5Reader(bytes).root();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new LaminaException(
          "the HDF5 data are damaged or cut off (%d bytes)".formatted(bytes.length), e);
    }
  }

  private Hdf5Object root() {
    if (file.size() < 48 || file.peek(0, 8).getLong(0) != SIGNATURE) {
      throw new LaminaException("these are no HDF5 data: the signature is missing");
    }
    int version = file.peek(8, 1).get(0);
    int sizes = version < 2 ? 13 : 9;
    ByteBuffer widths = file.peek(sizes, 2);
    if (version < 0 || version > 3 || widths.get(0) != 8 || widths.get(1) != 8) {
      throw new LaminaException("HDF5 superblock version " + version + " is not supported");
    }
    int base = version < 2 ? (version == 0 ? 24 : 28) : 12;
    if (file.peek(base, 8).getLong(0) != 0) {
      throw new LaminaException("an HDF5 base address other than 0 is not supported");
    }
    long end = file.peek(base + 16, 8).getLong(0);
    if (end > file.size()) {
      throw new LaminaException(
          "the HDF5 data are cut off: %d of %d bytes are there".formatted(file.size(), end));
    }
    long root = file.peek(base + (version < 2 ? 40 : 24), 8).getLong(0);
    return object("", root, 0);
  }

  private Hdf5Object object(String path, long address, int depth) {
    if (depth > MAX_DEPTH) {
      throw new LaminaException(path + ": groups are nested too deep");
    }
    file.visit(address, path);
    Map<String, Hdf5Object> children = new LinkedHashMap<>();
    Hdf5Groups.Children add = (name, at) -> child(path, name, at, depth, children);
    var attributes = new Hdf5Attributes(file, heap, path.isEmpty() ? "/" : path);
    Hdf5Space space = null;
    Hdf5Type type = null;
    ByteBuffer layout = null;
    for (Hdf5Header.Message message : Hdf5Header.messages(file, address, path)) {
      ByteBuffer data = message.data();
      switch (message.type()) {
        case 0x01 -> space = Hdf5Space.parse(data, path);
        case 0x02 -> requireCompact(data, 8, path, "links");
        case 0x03 -> type = Hdf5Type.parse(data);
        case 0x06 -> groups.link(path, data, add);
        case 0x07 -> throw new LaminaException(path + ": data in external files are refused");
        case 0x08 -> layout = data;
        case 0x0B -> throw new LaminaException(path + ": compressed HDF5 data are not supported");
        case 0x0C -> attributes.add(data);
        case 0x11 -> groups.symbolTable(path, data, add);
        case 0x15 -> requireCompact(data, 2, path, "attributes");
        default -> {}
      }
    }
    @Nullable Hdf5Data content =
        space == null || type == null || layout == null ? null : data(path, space, type, layout);
    return new Hdf5Object(path.isEmpty() ? "/" : path, children, attributes.values(), content);
  }

  private void child(
      String group, String name, long address, int depth, Map<String, Hdf5Object> children) {
    String path = file.path(group, name);
    if (children.put(name, object(path, address, depth + 1)) != null) {
      throw new LaminaException(path + " is there twice");
    }
  }

  /** Many links or attributes lie in a heap of their own, which Keras's files do without. */
  private static void requireCompact(ByteBuffer info, int indexSize, String path, String what) {
    int heap = 2 + ((info.get(1) & 1) != 0 ? indexSize : 0);
    if (info.getLong(heap) != UNDEFINED) {
      throw new LaminaException(
          "%s: densely stored HDF5 %s are not supported; save the file with h5py's default libver"
              .formatted(path, what));
    }
  }

  private Hdf5Data data(String path, Hdf5Space space, Hdf5Type type, ByteBuffer layout) {
    int version = layout.get(0);
    if (version < 3 || version > 4) {
      throw new LaminaException(
          "%s: HDF5 data layout version %d is not supported".formatted(path, version));
    }
    int bytes = space.bytes(type.size());
    ByteBuffer elements =
        switch (layout.get(1)) {
          case 0 -> compact(layout, bytes);
          case 1 -> contiguous(path, layout.getLong(2), bytes);
          default ->
              throw new LaminaException(
                  path + ": HDF5 data in chunks are not supported; save them contiguous");
        };
    return new Hdf5Data(path, space.dims(), type, elements);
  }

  private static ByteBuffer compact(ByteBuffer layout, int bytes) {
    int size = layout.getShort(2) & 0xFFFF;
    if (size < bytes) {
      throw new IndexOutOfBoundsException("compact data");
    }
    return layout.slice(4, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer contiguous(String path, long address, int bytes) {
    if (bytes == 0) {
      return ByteBuffer.allocate(0);
    }
    if (address == UNDEFINED) {
      throw new LaminaException(path + ": the HDF5 data were never written");
    }
    return file.take(address, bytes);
  }
}
