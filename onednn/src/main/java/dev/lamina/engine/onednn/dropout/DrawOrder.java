package dev.lamina.engine.onednn.dropout;

import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * In which order the words of a dropout mask, of two elements each, lie in memory: in pieces of
 * {@code table.length} words (the last may be shorter), of which word {@code i} of piece {@code p}
 * is word {@code starts[p] + table[i]} in the logical order.
 *
 * <p>A loop over a table of indices is vectorized by the JIT compiler; one that computes them is
 * not.
 */
final class DrawOrder {
  private static final int PIECE = 4096;

  private final int[] table;
  private final int[] starts;
  private final int words;

  private DrawOrder(int[] table, int[] starts, int words) {
    this.table = table;
    this.starts = starts;
    this.words = words;
  }

  /** Not to be changed. */
  int[] table() {
    return table;
  }

  /** Not to be changed. */
  int[] starts() {
    return starts;
  }

  int words() {
    return words;
  }

  /** The logical order itself. */
  static DrawOrder rowMajor(int elements) {
    int words = (elements + 1) / 2;
    int[] table = new int[Math.min(PIECE, words)];
    Arrays.setAll(table, i -> i);
    int[] starts = new int[(words + table.length - 1) / table.length];
    Arrays.setAll(starts, p -> p * table.length);
    return new DrawOrder(table, starts, words);
  }

  /** The order of a mask of activations, if words are not torn apart in it. */
  static Optional<DrawOrder> of(Shape shape, Axes axes, Descriptor mask) {
    if (axes.isRowMajor(mask)) {
      return Optional.of(rowMajor(shape.size()));
    }
    if (shape.rank() != 4 || shape.dim(3) % 2 != 0) {
      return Optional.empty();
    }
    List<Descriptor.Stretch> channels = mask.stretches(1);
    int block = (int) channels.get(0).size();
    boolean known =
        channels.size() == 2
            && block % 2 == 0
            && mask.isSame(Descriptor.channelBlocks(mask.dataType(), block, mask.dims()));
    return known ? Optional.of(channelBlocks(shape, block)) : Optional.empty();
  }

  /** Image by image, block of channels by block, and the pixels row by row. */
  private static DrawOrder channelBlocks(Shape shape, int block) {
    int images = shape.dim(0);
    int width = shape.dim(2);
    int pixels = shape.dim(1) * width;
    int pixelWords = shape.dim(3) / 2;
    int blockWords = block / 2;
    int blocks = (shape.dim(3) + block - 1) / block;
    // Whole planes where they are small, else rows: the table stays in the cache.
    int run = pixels * blockWords <= PIECE ? pixels : width;
    int[] table = new int[run * blockWords];
    Arrays.setAll(table, i -> i / blockWords * pixelWords + i % blockWords);
    int runs = pixels / run;
    int[] starts = new int[images * blocks * runs];
    Arrays.setAll(
        starts,
        p -> {
          int image = p / (blocks * runs);
          int channelBlock = p / runs % blocks;
          int firstPixel = image * pixels + p % runs * run;
          return firstPixel * pixelWords + channelBlock * blockWords;
        });
    return new DrawOrder(table, starts, starts.length * table.length);
  }
}
