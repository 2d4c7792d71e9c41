package dev.lamina.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes HDF5 files byte by byte, each with one attack in it. */
final class HostileHdf5 {
  /** Where a case puts what its root group refers to. */
  private static final int EXTRA = 4096;

  private final ByteBuffer out;
  private int at;

  private HostileHdf5(int size) {
    out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(0, 0x0A1A0A0D46444889L).put(13, (byte) 8).put(14, (byte) 8);
    out.putLong(32, -1).putLong(40, size).putLong(48, -1).putLong(64, 96);
    header(96, EXTRA - 96 - 16);
  }

  private HostileHdf5() {
    this(2 * EXTRA);
  }

  /** Begins an object header of version 1, with room for messages. */
  private HostileHdf5 header(int address, int room) {
    out.put(address, (byte) 1).putInt(address + 4, 1).putInt(address + 8, room);
    at = address + 16;
    return this;
  }

  private HostileHdf5 message(int type, byte[] data) {
    return message(type, 0, data);
  }

  private HostileHdf5 message(int type, int flags, byte[] data) {
    out.putShort(at, (short) type).putShort(at + 2, (short) data.length).put(at + 4, (byte) flags);
    out.slice(at + 8, data.length).put(data);
    at += 8 + data.length;
    return this;
  }

  private byte[] bytes() {
    return out.array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] space(long... dims) {
    ByteBuffer data = little(8 + 8 * dims.length).put(0, (byte) 1).put(1, (byte) dims.length);
    for (int i = 0; i < dims.length; i++) {
      data.putLong(8 + 8 * i, dims[i]);
    }
    return data.array();
  }

  private static byte[] float32() {
    byte[] type = {0x11, 0x20, 0x1F, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0};
    return type;
  }

  private static byte[] layout(int kind, long address) {
    return little(18).put(0, (byte) 3).put(1, (byte) kind).putLong(2, address).array();
  }

  private static byte[] link(int kind, String name, long address) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return little(4 + text.length + 8)
        .put(0, (byte) 1)
        .put(1, (byte) 8)
        .put(2, (byte) kind)
        .put(3, (byte) text.length)
        .put(4, text)
        .putLong(4 + text.length, address)
        .array();
  }

  private static byte[] pair(long first, long second) {
    return little(16).putLong(first).putLong(second).array();
  }

  /** An attribute "a" that is one string of variable length. */
  private static byte[] stringAttribute(int flags, int length, long heap, int index) {
    return little(8 + 2 + 8 + 4 + 16)
        .put(0, (byte) 2)
        .put(1, (byte) flags)
        .putShort(2, (short) 2)
        .putShort(4, (short) 8)
        .putShort(6, (short) 4)
        .put(8, (byte) 'a')
        .put(10, (byte) 0x19)
        .put(11, (byte) 1)
        .putInt(14, 16)
        .put(18, (byte) 1)
        .putInt(22, length)
        .putLong(26, heap)
        .putInt(34, index)
        .array();
  }

  /** A group whose only data set has this shape and place. */
  private static byte[] dataset(byte[] layout, long... dims) {
    return new HostileHdf5()
        .message(0x06, link(0, "w", EXTRA))
        .header(EXTRA, 200)
        .message(0x01, space(dims))
        .message(0x03, float32())
        .message(0x08, layout)
        .bytes();
  }

  private static byte[] treeCycle() {
    var file = new HostileHdf5().message(0x11, pair(EXTRA + 64, EXTRA));
    file.out.putLong(EXTRA + 8, 16).putLong(EXTRA + 24, EXTRA + 512);
    int tree = EXTRA + 64;
    file.out.putInt(tree, 0x45455254).putShort(tree + 6, (short) 1).putLong(tree + 32, tree);
    return file.bytes();
  }

  private static byte[] softEntry() {
    var file = new HostileHdf5().message(0x11, pair(EXTRA + 64, EXTRA));
    file.out.putLong(EXTRA + 8, 16).putLong(EXTRA + 24, EXTRA + 512);
    file.out.put(EXTRA + 512, (byte) 'x');
    int node = EXTRA + 64;
    file.out.putInt(node, 0x444F4E53).putShort(node + 6, (short) 1).putInt(node + 8 + 16, 2);
    return file.bytes();
  }

  /** A hundred thousand continuations that all hold the same megabytes of empty messages. */
  private static byte[] overlappingContinuations() {
    int size = 4 << 20;
    var file = new HostileHdf5(size);
    int block = 2 << 20;
    file.message(0x10, pair(block, size - block));
    for (int at = block, next = block; at + 24 <= size - (1 << 20); at += 24) {
      next += 8;
      file.out.putShort(at, (short) 0x10).putShort(at + 2, (short) 16);
      file.out.putLong(at + 8, next).putLong(at + 16, size - next);
    }
    for (int at = size - (1 << 20); at + 8 <= size; at += 8) {
      file.out.putShort(at, (short) 0x99);
    }
    return file.bytes();
  }

  private static byte[] groups(int depth, String name) {
    int step = 256;
    var file = new HostileHdf5(EXTRA + (depth + 1) * step).message(0x06, link(0, name, EXTRA));
    for (int i = 0; i < depth; i++) {
      int here = EXTRA + i * step;
      file.header(here, step - 16).message(0x06, link(0, name, here + step));
    }
    return file.header(EXTRA + depth * step, 8).bytes();
  }

  private static byte[] heap(int stringLength) {
    var file = new HostileHdf5().message(0x0C, stringAttribute(0, stringLength, EXTRA, 1));
    file.out.putInt(EXTRA, 0x4C4F4347).putLong(EXTRA + 8, 64);
    file.out.putShort(EXTRA + 16, (short) 1).putLong(EXTRA + 24, 8);
    return file.bytes();
  }

  private static byte[] truncated() {
    byte[] good = Hdf5Writer.write(new Hdf5Writer.Group());
    return java.util.Arrays.copyOf(good, good.length - 8);
  }

  /** An attack. */
  record Attack(byte[] file, String message) {}

  static Map<String, Attack> all() {
    Map<String, Attack> all = new LinkedHashMap<>();
    all.put("shape bomb", attack(dataset(layout(1, 0), 1L << 40), "dimension of 1099511627776"));
    all.put("shape overflow", attack(dataset(layout(1, 0), 1 << 20, 1 << 20), "damaged"));
    all.put("negative dimension", attack(dataset(layout(1, 0), -4), "dimension of -4"));
    all.put("data outside", attack(dataset(layout(1, 1L << 40), 4), "damaged or cut off"));
    all.put("data before the file", attack(dataset(layout(1, -8), 4), "damaged or cut off"));
    all.put("data never written", attack(dataset(layout(1, -1), 4), "never written"));
    all.put("virtual data", attack(dataset(layout(3, 0), 4), "made of other data sets"));
    all.put("compact lie", attack(dataset(layout(0, 0), 1 << 20), "damaged or cut off"));
    all.put(
        "compressed",
        attack(new HostileHdf5().message(0x0B, new byte[8]).bytes(), "compressed HDF5 data"));
    all.put(
        "external storage",
        attack(
            new HostileHdf5().message(0x07, new byte[40]).bytes(), "external files are refused"));
    all.put(
        "external link",
        attack(
            new HostileHdf5().message(0x06, link(64, "passwd", 0)).bytes(),
            "/passwd: external links are refused"));
    all.put(
        "soft link",
        attack(
            new HostileHdf5().message(0x06, link(1, "x", 0)).bytes(),
            "/x: soft links are refused"));
    all.put("soft link in a table", attack(softEntry(), "/x: soft links are refused"));
    all.put(
        "group that holds itself",
        attack(new HostileHdf5().message(0x06, link(0, "x", 96)).bytes(), "one place twice"));
    all.put("tree that holds itself", attack(treeCycle(), "one place twice"));
    all.put("deep groups", attack(groups(60, "g"), "nested too deep"));
    all.put("long paths", attack(groups(31, "g".repeat(127)), "more text than fits"));
    all.put("overlapping continuations", attack(overlappingContinuations(), "overlap"));
    all.put(
        "continuation in a circle",
        attack(new HostileHdf5().message(0x10, pair(112, 64)).bytes(), "one place twice"));
    all.put(
        "heap outside",
        attack(
            new HostileHdf5().message(0x0C, stringAttribute(0, 4, 1L << 50, 1)).bytes(),
            "damaged or cut off"));
    all.put(
        "heap that is none",
        attack(
            new HostileHdf5().message(0x0C, stringAttribute(0, 4, EXTRA, 1)).bytes(),
            "no HDF5 heap"));
    all.put("string longer than its heap", attack(heap(1 << 30), "outside of its HDF5 heap"));
    all.put("string of negative length", attack(heap(-1), "outside of its HDF5 heap"));
    all.put(
        "attribute of a shared type",
        attack(
            new HostileHdf5().message(0x0C, stringAttribute(1, 0, 0, 0)).bytes(), "shared type"));
    all.put(
        "attribute twice",
        attack(
            new HostileHdf5()
                .message(0x0C, stringAttribute(0, 0, 0, 0))
                .message(0x0C, stringAttribute(0, 0, 0, 0))
                .bytes(),
            "the attribute a is there twice"));
    all.put(
        "shared message",
        attack(new HostileHdf5().message(0x03, 2, new byte[16]).bytes(), "shared HDF5 messages"));
    all.put(
        "dense links",
        attack(new HostileHdf5().message(0x02, new byte[18]).bytes(), "densely stored HDF5 links"));
    all.put(
        "elements of no bytes",
        attack(new HostileHdf5().message(0x03, new byte[8]).bytes(), "an element of 0 bytes"));
    all.put("cut off", attack(truncated(), "the HDF5 data are cut off"));
    all.put("no HDF5", attack(new byte[100], "the signature is missing"));
    all.put("empty", attack(new byte[0], "the signature is missing"));
    return all;
  }

  private static Attack attack(byte[] file, String message) {
    return new Attack(file, message);
  }
}
