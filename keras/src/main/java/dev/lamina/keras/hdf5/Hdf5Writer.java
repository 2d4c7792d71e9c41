package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes HDF5 as Keras's own files are: superblock 0, groups as symbol tables, contiguous
 * little-endian data.
 *
 * <p>Source: HDF5 File Format Specification, version 3.0.
 */
public final class Hdf5Writer {
  private static final int LEAF = 8; // entries of a symbol node: twice the superblock's K of 4
  private static final byte[] FLOAT = {0x11, 0x20, 0x1F, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23};
  private static final byte[] LONG = {0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0};

  private static final long MAX_SIZE = Integer.MAX_VALUE - (64L << 10);
  private static final long DESCRIPTION = 1 << 11; // a group with a tree that is almost empty

  private ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final int halfFan;

  private sealed interface Item {}

  /** A group that is filled before it is written. */
  public static final class Group implements Item {
    private final Map<String, Item> items = new TreeMap<>();

    /** The group of this name, made if it is not there. */
    public Group group(String name) {
      return (Group) items.computeIfAbsent(name, key -> new Group());
    }

    /** The group at a path of names with slashes between them. */
    public Group at(String path) {
      Group group = this;
      for (String name : path.split("/", -1)) {
        group = group.group(name);
      }
      return group;
    }

    /** Adds a data set of float32. */
    public void put(String name, int[] dims, float[] values) {
      items.put(name, new Floats(dims.clone(), values));
    }

    /** Adds a single int64. */
    public void put(String name, long value) {
      items.put(name, new Whole(value));
    }

    /** The bytes of all values, and more than what describes them takes. */
    long size() {
      long size = 0;
      for (Map.Entry<String, Item> each : items.entrySet()) {
        size += 4L * each.getKey().length() + DESCRIPTION;
        Item item = each.getValue();
        size +=
            item instanceof Group group
                ? group.size()
                : item instanceof Floats floats ? 4L * floats.values.length : 8;
      }
      return size;
    }

    private int largest() {
      int largest = items.size();
      for (Item item : items.values()) {
        largest = item instanceof Group group ? Math.max(largest, group.largest()) : largest;
      }
      return largest;
    }
  }

  private static final class Floats implements Item {
    private final int[] dims;
    private final float[] values;

    Floats(int[] dims, float[] values) {
      this.dims = dims;
      this.values = values;
    }
  }

  private record Whole(long value) implements Item {}

  private record Address(long header, long tree, long heap) {}

  private Hdf5Writer(Group root) {
    halfFan = Math.max(16, (root.largest() + 2 * LEAF - 1) / (2 * LEAF));
  }

  /**
   * The file's bytes.
   *
   * @throws LaminaException before anything is written, if they are more than an array holds
   */
  public static byte[] write(Group root) {
    long size = root.size();
    if (size > MAX_SIZE) {
      throw new LaminaException(
          "the weights and the optimizer's state take %d bytes, and files of at most 2 GB are written; a model that is not compiled is saved without the optimizer's state"
              .formatted(size));
    }
    return new Hdf5Writer(root).file(root);
  }

  private byte[] file(Group root) {
    reserve(96);
    Address address = group(root);
    int end = out.position();
    out.putLong(0, 0x0A1A0A0D46444889L);
    out.put(13, (byte) 8).put(14, (byte) 8);
    out.putShort(16, (short) (LEAF / 2)).putShort(18, (short) halfFan);
    out.putLong(32, -1).putLong(40, end).putLong(48, -1);
    out.putLong(64, address.header()).putInt(72, 1);
    out.putLong(80, address.tree()).putLong(88, address.heap());
    return Arrays.copyOf(out.array(), end);
  }

  /** Room for this many bytes, aligned; returns where it begins. */
  private int reserve(int bytes) {
    int at = out.position();
    int next = Math.addExact(at, (bytes + 7) & ~7);
    if (next > out.capacity()) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 16, Math.max(next, 2L * out.capacity()));
      ByteBuffer grown = ByteBuffer.allocate(larger).order(ByteOrder.LITTLE_ENDIAN);
      grown.put(out.array(), 0, at);
      out = grown;
    }
    out.position(next);
    return at;
  }

  private long item(Item item) {
    if (item instanceof Group group) {
      return group(group).header();
    }
    if (item instanceof Floats floats) {
      int at = reserve(4 * floats.values.length);
      out.slice(at, 4 * floats.values.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(floats.values);
      return dataset(floats.dims, FLOAT, at, 4L * floats.values.length);
    }
    int at = reserve(8);
    out.putLong(at, ((Whole) item).value());
    return dataset(new int[0], LONG, at, 8);
  }

  private long dataset(int[] dims, byte[] type, long data, long bytes) {
    int space = 8 + 8 * dims.length;
    int typeSize = (type.length + 8 + 7) & ~7;
    int total = 8 + space + 8 + typeSize + 8 + 8 + 8 + 24;
    int header = header(4, total);
    int at = message(header + 16, 0x01, space);
    out.put(at, (byte) 1).put(at + 1, (byte) dims.length);
    for (int i = 0; i < dims.length; i++) {
      out.putLong(at + 8 + 8 * i, dims[i]);
    }
    at = message(at + space, 0x03, typeSize);
    for (int i = 0; i < type.length; i++) {
      out.put(at + i, type[i]);
    }
    if (type == FLOAT) {
      out.putInt(at + 16, 127); // the exponent's bias
    }
    at = message(at + typeSize, 0x05, 8);
    out.put(at, (byte) 2).put(at + 1, (byte) 2).put(at + 2, (byte) 2).put(at + 3, (byte) 1);
    at = message(at + 8, 0x08, 24);
    out.put(at, (byte) 3).put(at + 1, (byte) 1).putLong(at + 2, data).putLong(at + 10, bytes);
    return header;
  }

  private int header(int messages, int size) {
    int header = reserve(16 + size);
    out.put(header, (byte) 1).putShort(header + 2, (short) messages);
    out.putInt(header + 4, 1).putInt(header + 8, size);
    return header;
  }

  /** Begins a message; returns where its data go. */
  private int message(int at, int type, int size) {
    out.putShort(at, (short) type).putShort(at + 2, (short) size);
    return at + 8;
  }

  private Address group(Group group) {
    var names = new ArrayList<String>(group.items.keySet());
    long[] addresses = names.stream().mapToLong(name -> item(get(group, name))).toArray();
    int[] offsets = new int[names.size()];
    int heapSize = 8;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = heapSize;
      heapSize += (names.get(i).getBytes(StandardCharsets.UTF_8).length + 8) & ~7;
    }
    int text = reserve(heapSize);
    for (int i = 0; i < offsets.length; i++) {
      byte[] bytes = names.get(i).getBytes(StandardCharsets.UTF_8);
      out.slice(text + offsets[i], bytes.length).put(bytes);
    }
    int heap = reserve(32);
    out.putInt(heap, 0x50414548); // HEAP
    out.putLong(heap + 8, heapSize).putLong(heap + 16, 1).putLong(heap + 24, text);
    int nodes = (offsets.length + LEAF - 1) / LEAF;
    int tree = reserve(24 + 32 * halfFan + 8);
    out.putInt(tree, 0x45455254).putShort(tree + 6, (short) nodes); // TREE
    out.putLong(tree + 8, -1).putLong(tree + 16, -1);
    for (int node = 0; node < nodes; node++) {
      int first = node * LEAF;
      int count = Math.min(LEAF, offsets.length - first);
      int at = reserve(8 + 40 * LEAF);
      out.putInt(at, 0x444F4E53).put(at + 4, (byte) 1).putShort(at + 6, (short) count); // SNOD
      for (int i = 0; i < count; i++) {
        out.putLong(at + 8 + 40 * i, offsets[first + i]);
        out.putLong(at + 16 + 40 * i, addresses[first + i]);
      }
      out.putLong(tree + 32 + 16 * node, at);
      out.putLong(tree + 40 + 16 * node, offsets[first + count - 1]);
    }
    int header = header(1, 24);
    int at = message(header + 16, 0x11, 16);
    out.putLong(at, tree).putLong(at + 8, heap);
    return new Address(header, tree, heap);
  }

  private static Item get(Group group, String name) {
    Item item = group.items.get(name);
    if (item == null) {
      throw new IllegalStateException(name);
    }
    return item;
  }
}
