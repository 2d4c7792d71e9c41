package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of HDF5 that Keras writes, and forms in which other tools copy its files:
 * superblocks 0 to 3; groups as symbol tables, link messages or fractal heaps; contiguous, compact
 * and chunked data, with the filters gzip, shuffle and fletcher32. A file cannot make it read
 * outside the file, run in circles, or allocate more than a small multiple of the file's size: see
 * {@link Hdf5Bytes}. Soft and external links and external storage are refused.
 *
 * <p>Source: HDF5 File Format Specification, version 3.0.
 */
public final class Hdf5Reader {
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final long UNDEFINED = -1;
  private static final int MAX_DEPTH = 32;
  private static final int LINKS_BY_NAME = 5;
  private static final int ATTRIBUTES_BY_NAME = 8;

  private final Hdf5Bytes file;
  private final Hdf5Heap heap;
  private final Hdf5Groups groups;

  private Hdf5Reader(byte[] bytes) {
    file = new Hdf5Bytes(bytes);
    heap = new Hdf5Heap(file);
    groups = new Hdf5Groups(file);
  }

  /** The root group of a file that is in memory. */
  public static Hdf5Object read(byte[] bytes) {
    try {
      return new Hdf5Reader(bytes).root();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new LaminaException(
          "the HDF5 data are damaged or cut off (%d bytes)".formatted(bytes.length), e);
    }
  }

  private Hdf5Object root() {
    if (file.size() < 48 || file.peek(0, 8).getLong(0) != SIGNATURE) {
      throw new LaminaException("this is not HDF5 data: the signature is missing");
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
    var attributes = new Hdf5Attributes(file, heap, named(path));
    Hdf5Space space = null;
    Hdf5Type type = null;
    ByteBuffer layout = null;
    List<Hdf5Filter> filters = List.of();
    for (Hdf5Header.Message message : Hdf5Header.messages(file, address, path)) {
      ByteBuffer data = message.data();
      switch (message.type()) {
        case 0x01 -> space = Hdf5Space.parse(data, path);
        case 0x02 -> denseLinks(path, data, add);
        case 0x03 -> type = Hdf5Type.parse(data);
        case 0x06 -> groups.link(path, data, add);
        case 0x07 -> throw new LaminaException(path + ": data in external files are refused");
        case 0x08 -> layout = data;
        case 0x0B -> filters = Hdf5Filter.parse(data, named(path));
        case 0x0C -> attributes.add(data);
        case 0x11 -> groups.symbolTable(path, data, add);
        case 0x15 -> denseAttributes(path, data, attributes);
        default -> {}
      }
    }
    @Nullable Hdf5Data content =
        space == null || type == null || layout == null
            ? null
            : data(path, space, type.named(attributes.values().get("dtype")), layout, filters);
    return new Hdf5Object(named(path), children, attributes.values(), content);
  }

  private void child(
      String group, String name, long address, int depth, Map<String, Hdf5Object> children) {
    String path = file.path(group, name);
    if (children.put(name, object(path, address, depth + 1)) != null) {
      throw new LaminaException(path + " is there twice");
    }
  }

  private static String named(String path) {
    return path.isEmpty() ? "/" : path;
  }

  /** Many links lie in a heap of their own. */
  private void denseLinks(String path, ByteBuffer info, Hdf5Groups.Children add) {
    int at = 2 + ((info.get(1) & 1) != 0 ? 8 : 0);
    if (info.getLong(at) == UNDEFINED) {
      return;
    }
    var links = new Hdf5FractalHeap(file, named(path), info.getLong(at));
    for (ByteBuffer record :
        Hdf5Tree2.records(file, named(path), info.getLong(at + 8), LINKS_BY_NAME)) {
      groups.link(path, links.object(record, 4), add);
    }
  }

  /** Many attributes, and long ones. */
  private void denseAttributes(String path, ByteBuffer info, Hdf5Attributes attributes) {
    int at = 2 + ((info.get(1) & 1) != 0 ? 2 : 0);
    if (info.getLong(at) == UNDEFINED) {
      return;
    }
    var messages = new Hdf5FractalHeap(file, named(path), info.getLong(at));
    for (ByteBuffer record :
        Hdf5Tree2.records(file, named(path), info.getLong(at + 8), ATTRIBUTES_BY_NAME)) {
      if ((record.get(8) & Hdf5Header.SHARED) != 0) {
        throw new LaminaException(path + ": shared HDF5 messages are not supported");
      }
      attributes.add(messages.object(record, 0));
    }
  }

  private Hdf5Data data(
      String path, Hdf5Space space, Hdf5Type type, ByteBuffer layout, List<Hdf5Filter> filters) {
    int version = layout.get(0);
    if (version < 3 || version > 4) {
      throw new LaminaException(
          "%s: HDF5 data layout version %d is not supported".formatted(path, version));
    }
    int bytes = space.bytes(type.size());
    Hdf5Data.Source source =
        switch (layout.get(1)) {
          case 0 -> there(compact(layout, bytes));
          case 1 -> there(contiguous(path, layout.getLong(2), bytes));
          case 2 -> {
            var chunks = new Hdf5Chunks(file, path, layout, space, type.size(), filters);
            yield () -> chunks.unpack(bytes);
          }
          default ->
              throw new LaminaException(
                  path + ": HDF5 data made of other data sets are refused; save them contiguous");
        };
    return new Hdf5Data(path, space.dims(), type, bytes / type.size(), source);
  }

  private static Hdf5Data.Source there(ByteBuffer bytes) {
    return () -> bytes;
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
