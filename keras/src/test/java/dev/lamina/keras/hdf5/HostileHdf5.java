package dev.lamina.keras.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/** Makes HDF5 files byte by byte, each with one attack in it. */
public final class HostileHdf5 {
  /** Where a case puts what its root group refers to. */
  private static final int EXTRA = 4096;

  private static final int CHUNK_TREE = EXTRA + 512;

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

  /** Chunks of one axis; one filter, or none where its number is 0. */
  private static HostileHdf5 chunked(int dim, int chunk, int filter) {
    var file =
        new HostileHdf5()
            .message(0x06, link(0, "w", EXTRA))
            .header(EXTRA, 200)
            .message(0x01, space(dim))
            .message(0x03, float32());
    if (filter > 0) {
      file.message(
          0x0B, little(10).put(0, (byte) 2).put(1, (byte) 1).putShort(2, (short) filter).array());
    }
    byte[] layout =
        little(19)
            .put(0, (byte) 3)
            .put(1, (byte) 2)
            .put(2, (byte) 2)
            .putLong(3, CHUNK_TREE)
            .putInt(11, chunk)
            .putInt(15, 4)
            .array();
    file.message(0x08, layout);
    file.out.putInt(CHUNK_TREE, 0x45455254).put(CHUNK_TREE + 4, (byte) 1);
    return file;
  }

  /** Adds a chunk to the tree. */
  private HostileHdf5 chunk(long offset, int size, long address) {
    int count = out.getShort(CHUNK_TREE + 6);
    int key = CHUNK_TREE + 24 + 32 * count;
    out.putShort(CHUNK_TREE + 6, (short) (count + 1));
    out.putInt(key, size).putLong(key + 8, offset).putLong(key + 24, address);
    return this;
  }

  /** So many chunks of one float, one behind the other. */
  private static byte[] chunksInRow(int count) {
    byte[] layout =
        little(22)
            .put(0, (byte) 4)
            .put(1, (byte) 2)
            .put(3, (byte) 2)
            .put(4, (byte) 4)
            .putInt(5, 1)
            .putInt(9, 4)
            .put(13, (byte) 2)
            .putLong(14, EXTRA)
            .array();
    return dataset(layout, count);
  }

  private static byte[] chunkTreeCycle() {
    var file = chunked(4, 4, 0).chunk(0, 16, CHUNK_TREE);
    file.out.put(CHUNK_TREE + 5, (byte) 1);
    return file.bytes();
  }

  /** A data set of 48 MB that is 48 KB of compressed zeros. */
  public static byte[] compressedBomb() {
    int floats = 12 << 20;
    var deflater = new Deflater();
    deflater.setInput(new byte[4 * floats]);
    deflater.finish();
    byte[] packed = new byte[1 << 16];
    int length = deflater.deflate(packed);
    deflater.end();
    var small = chunked(floats, floats, 1).chunk(0, length, 2 * EXTRA);
    ByteBuffer file = little(2 * EXTRA + length).put(small.bytes()).put(packed, 0, length);
    return file.putLong(40, 2 * EXTRA + length).array();
  }

  /** A root group whose links lie in a heap; {@code change} damages it. */
  private static byte[] dense(Consumer<ByteBuffer> change) {
    int heap = EXTRA;
    int tree = EXTRA + 256;
    byte[] info = little(18).putLong(2, heap).putLong(10, tree).array();
    ByteBuffer out = new HostileHdf5().message(0x02, info).out;
    out.putInt(heap, 0x50485246).putShort(heap + 5, (short) 7).putInt(heap + 10, 4096);
    out.putShort(heap + 110, (short) 4).putLong(heap + 112, 512).putLong(heap + 120, 65536);
    out.putShort(heap + 128, (short) 32).putLong(heap + 132, EXTRA + 1024);
    out.putInt(tree, 0x44485442).put(tree + 5, (byte) 5).putInt(tree + 6, 512);
    out.putShort(tree + 10, (short) 11)
        .putLong(tree + 16, EXTRA + 512)
        .putShort(tree + 24, (short) 1);
    out.putInt(EXTRA + 512, 0x464C5442).putInt(EXTRA + 1024, 0x42444846);
    change.accept(out);
    return out.array();
  }

  private static void dense(Map<String, Attack> all) {
    int heap = EXTRA;
    int tree = EXTRA + 256;
    int node = EXTRA + 512;
    all.put("link of no bytes", attack(dense(out -> {}), "damaged or cut off"));
    all.put(
        "heap of links that is none",
        attack(dense(out -> out.putInt(heap, 0)), "no fractal HDF5 heap"));
    all.put(
        "heap whose blocks have no size",
        attack(dense(out -> out.putLong(heap + 112, 0)), "sizes that are not possible"));
    all.put(
        "heap whose rows have no blocks",
        attack(dense(out -> out.putShort(heap + 110, (short) 0)), "sizes that are not possible"));
    all.put(
        "compressed heap",
        attack(dense(out -> out.putShort(heap + 7, (short) 9)), "a compressed HDF5 heap"));
    all.put(
        "object outside of its heap",
        attack(dense(out -> out.putInt(node + 11, 600)), "outside of its fractal HDF5 heap"));
    all.put(
        "object longer than its block",
        attack(dense(out -> out.putShort(node + 15, (short) 600)), "outside of its fractal"));
    all.put(
        "heap of heaps without end",
        attack(
            dense(
                out -> {
                  // An indirect block of 60 rows, all of whose children are itself.
                  out.putInt(EXTRA + 1024, 0x42494846).putShort(heap + 140, (short) 60);
                  for (int i = 0; i < 240; i++) {
                    out.putLong(EXTRA + 1024 + 17 + 8 * i, EXTRA + 1024);
                  }
                  out.putInt(node + 11, -1);
                }),
            "outside of its fractal HDF5 heap"));
    all.put(
        "huge object without a tree",
        attack(dense(out -> out.put(node + 10, (byte) 0x10)), "no HDF5 tree of version 2"));
    all.put(
        "tree of links that is none",
        attack(dense(out -> out.putInt(tree, 0)), "no HDF5 tree of version 2"));
    all.put(
        "tree of links without end",
        attack(dense(out -> out.putShort(tree + 12, (short) -1)), "sizes that are not possible"));
    all.put(
        "records of no bytes",
        attack(dense(out -> out.putShort(tree + 10, (short) 0)), "sizes that are not possible"));
    all.put(
        "node of links in a circle",
        attack(
            dense(
                out -> {
                  out.putShort(tree + 12, (short) 2).putInt(node, 0x4E495442);
                  out.putLong(node + 6 + 11, node);
                }),
            "one place twice"));
    all.put(
        "more links than a node holds",
        attack(dense(out -> out.putShort(tree + 24, (short) 1000)), "damaged or cut off"));
  }

  private static void chunks(Map<String, Attack> all) {
    all.put(
        "chunks of another rank",
        attack(dataset(layout(2, 0), 4), "the HDF5 chunks have not the rank of the data"));
    all.put("chunk of no size", attack(chunked(4, 0, 0).bytes(), "an HDF5 chunk of 0 is refused"));
    all.put("huge chunk", attack(chunked(4, 1 << 30, 0).bytes(), "damaged or cut off"));
    all.put("no chunks", attack(chunked(4, 4, 0).bytes(), "0 of 1 chunks of the HDF5 data"));
    all.put("tree of chunks in a circle", attack(chunkTreeCycle(), "one place twice"));
    all.put(
        "chunk outside of the data",
        attack(chunked(4, 4, 0).chunk(4, 16, 2048).bytes(), "a chunk lies outside"));
    all.put(
        "chunk between chunks",
        attack(chunked(8, 4, 0).chunk(2, 16, 2048).bytes(), "a chunk lies outside"));
    all.put(
        "chunk before the data",
        attack(chunked(4, 4, 0).chunk(-4, 16, 2048).bytes(), "a chunk lies outside"));
    all.put(
        "chunk outside of the file",
        attack(chunked(4, 4, 0).chunk(0, 16, 1L << 40).bytes(), "damaged or cut off"));
    all.put(
        "chunk of another size",
        attack(chunked(4, 4, 0).chunk(0, 12, 2048).bytes(), "a chunk of the HDF5 data is damaged"));
    all.put(
        "chunk twice",
        attack(
            chunked(8, 4, 0).chunk(0, 16, 2048).chunk(0, 16, 2064).bytes(),
            "1 of 2 chunks of the HDF5 data"));
    all.put("chunks of a few bytes", attack(chunksInRow(1000), "cut into chunks of a few bytes"));
    all.put(
        "filter of anybody",
        attack(chunked(4, 4, 99).bytes(), "the HDF5 filter number 99 is not supported"));
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
  public record Attack(byte[] file, String message) {}

  public static Map<String, Attack> all() {
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
        attack(
            new HostileHdf5().message(0x0B, new byte[8]).bytes(),
            "compressed in this way are not"));
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
        attack(new HostileHdf5().message(0x02, new byte[18]).bytes(), "no fractal HDF5 heap"));
    all.put(
        "elements of no bytes",
        attack(new HostileHdf5().message(0x03, new byte[8]).bytes(), "an element of 0 bytes"));
    chunks(all);
    dense(all);
    all.put("cut off", attack(truncated(), "the HDF5 data are cut off"));
    all.put("no HDF5", attack(new byte[100], "the signature is missing"));
    all.put("empty", attack(new byte[0], "the signature is missing"));
    return all;
  }

  private static Attack attack(byte[] file, String message) {
    return new Attack(file, message);
  }
}
