package dev.lamina.keras;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of HDF5 that Keras writes: superblocks 0 to 3, groups as symbol tables or link
 * messages, contiguous and compact data. A file cannot make it read outside the file, run in
 * circles, or allocate more than a small multiple of the file's size: every object is visited at
 * most once, and data stay where they are. Soft and external links, external storage, chunks and
 * filters are refused.
 *
 * <p>Source: HDF5 File Format Specification, version 3.0.
 */
final class Hdf5Reader {
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final long UNDEFINED = -1;
  private static final int MAX_DEPTH = 64;

  private final ByteBuffer file;
  private final Set<Long> visited = new HashSet<>();
  // Attributes may point at the same strings again and again; their sum is what must be bounded.
  private long textBudget;

  private Hdf5Reader(ByteBuffer file) {
    this.file = file;
    textBudget = 4L * file.limit() + 1024;
  }

  /** The root group of a file that is in memory. */
  static Hdf5Object read(byte[] bytes) {
    try {
      return new Hdf5Reader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)).root();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new LaminaException(
          "the HDF5 data are damaged or cut off (%d bytes)".formatted(bytes.length), e);
    }
  }

  private Hdf5Object root() {
    if (file.limit() < 48 || file.getLong(0) != SIGNATURE) {
      throw new LaminaException("these are no HDF5 data: the signature is missing");
    }
    int version = file.get(8);
    int sizes = version < 2 ? 13 : 9;
    if (version < 0 || version > 3 || file.get(sizes) != 8 || file.get(sizes + 1) != 8) {
      throw new LaminaException("HDF5 superblock version " + version + " is not supported");
    }
    int base = version < 2 ? (version == 0 ? 24 : 28) : 12;
    if (file.getLong(base) != 0) {
      throw new LaminaException("an HDF5 base address other than 0 is not supported");
    }
    long root = version < 2 ? file.getLong(base + 40) : file.getLong(base + 24);
    return object("", root, 0);
  }

  private void visit(long address, String path) {
    if (!visited.add(address)) {
      throw new LaminaException("%s: the HDF5 data refer to one place twice".formatted(path));
    }
  }

  private ByteBuffer slice(long address, long length) {
    if (address < 0 || length < 0 || length > file.limit() - address) {
      throw new IndexOutOfBoundsException("%d bytes at %d".formatted(length, address));
    }
    return file.slice((int) address, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Message(int type, int flags, ByteBuffer data) {}

  private Hdf5Object object(String path, long address, int depth) {
    if (depth > MAX_DEPTH) {
      throw new LaminaException(path + ": groups are nested too deep");
    }
    visit(address, path);
    Map<String, Hdf5Object> children = new LinkedHashMap<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    int @Nullable [] dims = null;
    Hdf5Type type = null;
    ByteBuffer layout = null;
    for (Message message : messages(address, path)) {
      if ((message.flags() & 2) != 0) {
        throw new LaminaException(path + ": shared HDF5 messages are not supported");
      }
      ByteBuffer data = message.data();
      switch (message.type()) {
        case 0x01 -> dims = dims(data, path);
        case 0x03 -> type = Hdf5Type.parse(data);
        case 0x07 -> throw new LaminaException(path + ": data in external files are refused");
        case 0x08 -> layout = data;
        case 0x0B -> throw new LaminaException(path + ": compressed HDF5 data are not supported");
        case 0x0C -> attribute(data, path, attributes);
        case 0x11 -> symbolTable(path, data.getLong(0), data.getLong(8), depth, children);
        case 0x06 -> link(path, data, depth, children);
        case 0x02 -> {
          int heap = (data.get(1) & 1) != 0 ? 10 : 2;
          requireCompact(data.getLong(heap), path, "links");
        }
        case 0x15 -> {
          int heap = (data.get(1) & 1) != 0 ? 4 : 2;
          requireCompact(data.getLong(heap), path, "attributes");
        }
        default -> {}
      }
    }
    Hdf5Data content =
        dims == null || type == null || layout == null ? null : data(path, dims, type, layout);
    return new Hdf5Object(path.isEmpty() ? "/" : path, children, attributes, content);
  }

  private static void requireCompact(long heap, String path, String what) {
    if (heap != UNDEFINED) {
      throw new LaminaException(
          "%s: densely stored HDF5 %s are not supported; save the file with h5py's default libver"
              .formatted(path, what));
    }
  }

  private List<Message> messages(long address, String path) {
    List<Message> messages = new ArrayList<>();
    Deque<ByteBuffer> blocks = new ArrayDeque<>();
    boolean second = slice(address, 4).getInt(0) == 0x5244484F; // OHDR
    boolean ordered = false;
    if (second) {
      int flags = slice(address, 6).get(5);
      ordered = (flags & 4) != 0;
      long at = address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
      int width = 1 << (flags & 3);
      blocks.add(slice(at + width, unsigned(slice(at, width), 0, width)));
    } else {
      ByteBuffer prefix = slice(address, 16);
      if (prefix.get(0) != 1) {
        throw new LaminaException(path + ": there is no HDF5 object header where one should be");
      }
      blocks.add(slice(address + 16, Integer.toUnsignedLong(prefix.getInt(8))));
    }
    int header = second ? (ordered ? 6 : 4) : 8;
    while (!blocks.isEmpty()) {
      ByteBuffer block = blocks.remove();
      int at = 0;
      while (at + header <= block.limit()) {
        int type = second ? block.get(at) & 0xFF : block.getShort(at) & 0xFFFF;
        int size = block.getShort(at + (second ? 1 : 2)) & 0xFFFF;
        int flags = block.get(at + (second ? 3 : 4));
        ByteBuffer data = block.slice(at + header, size).order(ByteOrder.LITTLE_ENDIAN);
        if (type == 0x10) {
          long next = data.getLong(0);
          long length = data.getLong(8);
          visit(next, path);
          blocks.add(second ? slice(next + 4, length - 8) : slice(next, length));
        } else if (type != 0) {
          messages.add(new Message(type, flags, data));
        }
        at += header + size;
      }
    }
    return messages;
  }

  private static long unsigned(ByteBuffer bytes, int at, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (bytes.get(at + i) & 0xFF);
    }
    return value;
  }

  private static int[] dims(ByteBuffer data, String path) {
    int version = data.get(0);
    int rank = data.get(1) & 0xFF;
    if (version < 1 || version > 2 || rank > 32) {
      throw new LaminaException(path + ": this HDF5 shape is not supported");
    }
    if (version == 2 && data.get(3) == 2) {
      return new int[] {0};
    }
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = Math.toIntExact(data.getLong((version == 1 ? 8 : 4) + 8 * i));
      if (dims[i] < 0) {
        throw new LaminaException(path + ": a negative HDF5 dimension");
      }
    }
    return dims;
  }

  /** The number of bytes; overflow is an error. */
  private static int bytes(int[] dims, int size) {
    int bytes = size;
    for (int dim : dims) {
      bytes = Math.multiplyExact(bytes, dim);
    }
    return bytes;
  }

  private Hdf5Data data(String path, int[] shape, Hdf5Type type, ByteBuffer layout) {
    List<Integer> dims = Arrays.stream(shape).boxed().toList();
    int version = layout.get(0);
    int kind = layout.get(1);
    if (version < 3 || version > 4 || kind > 1) {
      throw new LaminaException(
          path + ": HDF5 data in chunks are not supported; save them contiguous");
    }
    int bytes = bytes(shape, type.size());
    if (kind == 0) {
      int size = layout.getShort(2) & 0xFFFF;
      if (size < bytes) {
        throw new IndexOutOfBoundsException(path);
      }
      return new Hdf5Data(path, dims, type, layout.slice(4, bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
    long address = layout.getLong(2);
    if (address == UNDEFINED && bytes > 0) {
      throw new LaminaException(path + ": the HDF5 data were never written");
    }
    return new Hdf5Data(path, dims, type, bytes == 0 ? slice(0, 0) : slice(address, bytes));
  }

  private void symbolTable(
      String path, long tree, long heapAddress, int depth, Map<String, Hdf5Object> children) {
    ByteBuffer heap = slice(heapAddress, 32);
    ByteBuffer names = slice(heap.getLong(24), heap.getLong(8));
    treeNode(path, tree, names, depth, 0, children);
  }

  private void treeNode(
      String path,
      long address,
      ByteBuffer names,
      int depth,
      int level,
      Map<String, Hdf5Object> children) {
    if (level > MAX_DEPTH) {
      throw new LaminaException(path + ": the HDF5 tree is too deep");
    }
    visit(address, path);
    ByteBuffer head = slice(address, 24);
    if (head.getInt(0) == 0x444F4E53) { // SNOD
      int count = head.getShort(6) & 0xFFFF;
      ByteBuffer entries = slice(address + 8, 40L * count);
      for (int i = 0; i < count; i++) {
        String name = terminated(names, Math.toIntExact(entries.getLong(40 * i)));
        if (entries.getInt(40 * i + 16) == 2) {
          throw new LaminaException("%s/%s: soft links are refused".formatted(path, name));
        }
        child(path, name, entries.getLong(40 * i + 8), depth, children);
      }
      return;
    }
    if (head.getInt(0) != 0x45455254 || head.get(4) != 0) { // TREE
      throw new LaminaException(path + ": there is no HDF5 group where one should be");
    }
    int count = head.getShort(6) & 0xFFFF;
    ByteBuffer entries = slice(address + 24, 16L * count + 8);
    for (int i = 0; i < count; i++) {
      treeNode(path, entries.getLong(16 * i + 8), names, depth, level + 1, children);
    }
  }

  private void link(String path, ByteBuffer data, int depth, Map<String, Hdf5Object> children) {
    int flags = data.get(1);
    int at = 2;
    int kind = (flags & 8) != 0 ? data.get(at++) & 0xFF : 0;
    at += ((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0);
    int width = 1 << (flags & 3);
    int length = Math.toIntExact(unsigned(data, at, width));
    at += width;
    String name = text(data.slice(at, length));
    if (kind != 0) {
      throw new LaminaException(
          "%s/%s: %s links are refused".formatted(path, name, kind == 1 ? "soft" : "external"));
    }
    child(path, name, data.getLong(at + length), depth, children);
  }

  private void child(
      String path, String name, long address, int depth, Map<String, Hdf5Object> children) {
    Hdf5Object child = object(path + "/" + name, address, depth + 1);
    if (children.put(name, child) != null) {
      throw new LaminaException("%s/%s is there twice".formatted(path, name));
    }
  }

  private void attribute(ByteBuffer data, String path, Map<String, Object> attributes) {
    int version = data.get(0);
    int nameSize = data.getShort(2) & 0xFFFF;
    int typeSize = data.getShort(4) & 0xFFFF;
    int spaceSize = data.getShort(6) & 0xFFFF;
    int at = version == 3 ? 9 : 8;
    String name = terminated(data.slice(at, nameSize), 0);
    at += padded(nameSize, version);
    Hdf5Type type = Hdf5Type.parse(data.slice(at, typeSize).order(ByteOrder.LITTLE_ENDIAN));
    at += padded(typeSize, version);
    int[] dims = dims(data.slice(at, spaceSize).order(ByteOrder.LITTLE_ENDIAN), path);
    at += padded(spaceSize, version);
    int bytes = bytes(dims, type.size());
    ByteBuffer values = data.slice(at, bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < bytes; i += type.size()) {
      switch (type.kind()) {
        case STRING -> list.add(terminated(values.slice(i, type.size()), 0));
        case VARIABLE_STRING -> list.add(variableString(values, i));
        case FLOAT, SIGNED, UNSIGNED -> list.add(type.number(values, i, path));
        default -> {
          return;
        }
      }
    }
    attributes.put(name, dims.length == 0 ? list.get(0) : List.copyOf(list));
  }

  private static int padded(int size, int version) {
    return version == 1 ? (size + 7) & ~7 : size;
  }

  private String variableString(ByteBuffer values, int at) {
    int length = values.getInt(at);
    if (length == 0) {
      return "";
    }
    long heap = values.getLong(at + 4);
    int index = values.getInt(at + 12);
    ByteBuffer head = slice(heap, 16);
    ByteBuffer body = slice(heap, head.getLong(8));
    long position = 16;
    while (position + 16 <= body.limit()) {
      int object = body.getShort((int) position) & 0xFFFF;
      long size = body.getLong((int) position + 8);
      textBudget -= 16;
      if (object == 0 || size < 0 || textBudget < 0) {
        break;
      }
      if (object == index) {
        textBudget -= size;
        return text(body.slice((int) position + 16, length <= size ? length : -1));
      }
      position += 16 + ((size + 7) & ~7L);
    }
    throw new IndexOutOfBoundsException("global heap");
  }

  private String terminated(ByteBuffer bytes, int from) {
    int end = from;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    return text(bytes.slice(from, end - from));
  }

  private String text(ByteBuffer bytes) {
    textBudget -= bytes.limit();
    if (textBudget < 0) {
      throw new LaminaException("the HDF5 data hold more text than fits in them");
    }
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }
}
