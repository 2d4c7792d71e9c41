package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBc16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBc4b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBc8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd4b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcde16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcde4b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcde8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdeb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_blocked;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_data_type;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dims;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_format_kind;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_blks;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_idxs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_nblks_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_ndims_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_padded_dims;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_strides;

import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * How a tensor lies in memory, in oneDNN's words: an immutable copy of a {@code dnnl_memory_desc}
 * that holds no native memory. A dimension may be split into blocks; {@code nChw16c}, for example,
 * keeps 16 channels of a pixel side by side.
 */
public final class Descriptor {
  /** A stretch of equally spaced elements that one dimension consists of. */
  public record Stretch(long size, long stride) {}

  /** Of a tensor that is not stored. */
  public static final Descriptor NONE = new Descriptor();

  /** Into how many channels the blocks may be split; 1 is channels last. */
  private static final List<Integer> BLOCKS = List.of(1, 4, 8, 16);

  /** oneDNN's names for these, by the number of dimensions: of sequences, images and volumes. */
  private static final Map<Integer, int[]> CHANNEL_BLOCKS =
      Map.of(
          3, new int[] {dnnl_acb, dnnl_aBc4b, dnnl_aBc8b, dnnl_aBc16b},
          4, new int[] {dnnl_acdb, dnnl_aBcd4b, dnnl_aBcd8b, dnnl_aBcd16b},
          5, new int[] {dnnl_acdeb, dnnl_aBcde4b, dnnl_aBcde8b, dnnl_aBcde16b});

  private final byte[] blob;
  private final int dataType;
  private final int formatKind;
  private final long bytes;
  private final long[] dims;
  private final long[] paddedDims;
  private final long[] strides;
  private final long[] blocks;
  private final long[] blockDims;

  private Descriptor() {
    blob = new byte[0];
    bytes = 0;
    dataType = 0;
    formatKind = 0;
    dims = new long[0];
    paddedDims = dims;
    strides = dims;
    blocks = dims;
    blockDims = dims;
  }

  private Descriptor(dnnl_memory_desc native_) {
    blob = blob(native_);
    bytes = dnnl_memory_desc_get_size(native_);
    int rank = integer(native_, dnnl_query_ndims_s32);
    dataType = rank == 0 ? 0 : integer(native_, dnnl_query_data_type);
    formatKind = rank == 0 ? 0 : integer(native_, dnnl_query_format_kind);
    dims = longs(native_, dnnl_query_dims, rank);
    boolean blocked = formatKind == dnnl_blocked;
    paddedDims = blocked ? longs(native_, dnnl_query_padded_dims, rank) : dims;
    strides = blocked ? longs(native_, dnnl_query_strides, rank) : new long[0];
    int count = blocked ? integer(native_, dnnl_query_inner_nblks_s32) : 0;
    blocks = longs(native_, dnnl_query_inner_blks, count);
    blockDims = longs(native_, dnnl_query_inner_idxs, count);
  }

  /** A copy of what a primitive offers; the original is not freed. */
  static Descriptor copyOf(dnnl_memory_desc borrowed) {
    return new Descriptor(borrowed);
  }

  /** Leaves the order of elements to the primitive. */
  public static Descriptor any(int dataType, long... dims) {
    return tagged(dataType, dnnl_format_tag_any, dims);
  }

  /** Activations of this type, in a layout that oneDNN chooses. */
  public static Descriptor any(TensorType type) {
    return any(DataTypes.of(type.dtype()), Axes.activationDims(type.shape()));
  }

  /** A tensor whose elements lie so many elements apart along each axis. */
  public static Descriptor strided(int dataType, long[] dims, long[] strides) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(made, dims.length, dims, dataType, strides),
        "describe " + Arrays.toString(dims) + " with strides " + Arrays.toString(strides));
    return take(made);
  }

  /** Dense, the last dimension innermost. */
  public static Descriptor dense(int dataType, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strided(dataType, dims, strides);
  }

  /** Images {@code (N,C,H,W)} whose channels are split into blocks; 1 is channels last. */
  public static Descriptor channelBlocks(int dataType, int block, long... dims) {
    int[] tags = CHANNEL_BLOCKS.getOrDefault(dims.length, new int[0]);
    int index = BLOCKS.indexOf(block);
    if (index < 0 || tags.length == 0) {
      throw new IllegalArgumentException(
          "there are no blocks of %d channels of %s".formatted(block, Arrays.toString(dims)));
    }
    return tagged(dataType, tags[index], dims);
  }

  /**
   * Images {@code (N,C,H,W)} as these, but another number of them.
   *
   * @return empty where these lie neither channels last nor in blocks of channels
   */
  Optional<Descriptor> ofImages(long number) {
    long[] others = dims();
    others[0] = number;
    return channelBlock().map(block -> channelBlocks(dataType, block, others));
  }

  /**
   * In blocks of how many channels these images {@code (N,C,H,W)} lie; 1 is channels last.
   *
   * @return empty where they lie otherwise
   */
  public Optional<Integer> channelBlock() {
    return CHANNEL_BLOCKS.containsKey(rank())
        ? BLOCKS.stream()
            .filter(block -> channelBlocks(dataType, block, dims).isSame(this))
            .findFirst()
        : Optional.empty();
  }

  /**
   * The box of these dimensions that begins at these coordinates, in the memory of this tensor. It
   * may cut blocks only where they end the tensor.
   */
  public Descriptor part(long[] begin, long... size) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    try (Scope scope = new Scope()) {
      check(
          dnnl_memory_desc_create_submemory(made, scope.open(this), size, begin),
          "describe the part " + Arrays.toString(size) + " at " + Arrays.toString(begin));
    }
    return take(made);
  }

  /** In one of oneDNN's named layouts. */
  public static Descriptor tagged(int dataType, int tag, long... dims) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_tag(made, dims.length, dims, dataType, tag),
        "describe " + Arrays.toString(dims));
    return take(made);
  }

  private static Descriptor take(dnnl_memory_desc made) {
    try {
      return new Descriptor(made);
    } finally {
      dnnl_memory_desc_destroy(made);
    }
  }

  /** The serialized form, not to be changed. */
  byte[] blob() {
    return blob;
  }

  /** The bytes that it takes in memory. */
  public long bytes() {
    return bytes;
  }

  /** oneDNN's code of the elements' type. */
  public int dataType() {
    return dataType;
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** The sizes of the axes. */
  public long[] dims() {
    return dims.clone();
  }

  /** Whether memory holds more elements than the tensor has, to fill its last blocks. */
  public boolean isPadded() {
    return !Arrays.equals(dims, paddedDims);
  }

  /** Whether {@link #stretches} can tell where each element is. */
  boolean isTransparent() {
    return formatKind == dnnl_blocked;
  }

  /** What dimension {@code dim} consists of, the innermost stretch first. */
  public List<Stretch> stretches(int dim) {
    List<Stretch> result = new ArrayList<>();
    long outer = paddedDims[dim];
    long stride = 1;
    for (int i = blocks.length - 1; i >= 0; i--) {
      if (blockDims[i] == dim) {
        result.add(new Stretch(blocks[i], stride));
        outer /= blocks[i];
      }
      stride *= blocks[i];
    }
    result.add(new Stretch(outer, strides[dim]));
    return result;
  }

  /** Whether the same bytes mean the same tensor. */
  public boolean isSame(Descriptor other) {
    if (this == other || bytes == 0 || other.bytes == 0) {
      return bytes == other.bytes;
    }
    try (Scope scope = new Scope()) {
      return dnnl_memory_desc_equal(scope.open(this), scope.open(other)) != 0;
    }
  }

  /**
   * The order of dimensions as oneDNN writes it: letters from the slowest to the fastest, capital
   * where a dimension is split, then the blocks; {@code aBcd16b} has blocks of 16 of the second.
   */
  @Override
  public String toString() {
    if (!isTransparent()) {
      return dims.length == 0 ? "none" : "opaque";
    }
    StringBuilder result = new StringBuilder();
    IntStream.range(0, dims.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer dim) -> -strides[dim]))
        .forEach(dim -> result.append((char) ((stretches(dim).size() > 1 ? 'A' : 'a') + dim)));
    for (int i = 0; i < blocks.length; i++) {
      result.append(blocks[i]).append((char) ('a' + blockDims[i]));
    }
    return result.toString();
  }

  private static byte[] blob(dnnl_memory_desc desc) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(dnnl_memory_desc_get_blob((byte[]) null, size, desc), "measure a descriptor");
      byte[] result = new byte[(int) size.get()];
      check(dnnl_memory_desc_get_blob(result, size, desc), "copy a descriptor");
      return result;
    }
  }

  private static int integer(dnnl_memory_desc desc, int what) {
    try (IntPointer result = new IntPointer(1)) {
      check(dnnl_memory_desc_query(desc, what, result), "describe a descriptor");
      return result.get();
    }
  }

  private static long[] longs(dnnl_memory_desc desc, int what, int count) {
    long[] result = new long[count];
    if (count > 0) {
      try (PointerPointer<LongPointer> array = new PointerPointer<>(1)) {
        check(dnnl_memory_desc_query(desc, what, array), "describe a descriptor");
        array.get(LongPointer.class).get(result);
      }
    }
    return result;
  }
}
