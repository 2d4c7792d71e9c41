package dev.lamina.engine.onednn.dropout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.engine.onednn.primitives.Axes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import dev.lamina.ir.Shape;
import dev.lamina.ir.ops.DropoutBits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskFormatTest {
  private static final int KEY = DropoutBits.key(7, 42);
  private static final int THRESHOLD = DropoutBits.threshold(0.3);

  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @ParameterizedTest
  @EnumSource
  void elementsAreDrawnInTheirLogicalOrder(MaskFormat format) {
    for (int elements : new int[] {1, 2, 63, 64, 8191, 8192, 8193, 20_001}) {
      boolean[] mask = draw(format, DrawOrder.rowMajor(elements), elements);
      for (int i = 0; i < elements; i++) {
        assertThat(mask[i]).isEqualTo(DropoutBits.keeps(KEY, i, THRESHOLD));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void blocksOfChannelsAreDrawnWhereTheyLie(MaskFormat format) {
    // Small planes, large planes that are drawn by rows, and a last block that is padded.
    for (int[] dims : new int[][] {{2, 5, 7, 32}, {2, 40, 37, 48}, {3, 4, 4, 20}}) {
      Shape shape = Shape.of(dims);
      Descriptor blocked =
          Descriptor.channelBlocks(format.dataType(), 16, Axes.activationDims(shape));
      DrawOrder order = DrawOrder.of(shape, Axes.activation(4), blocked).orElseThrow();
      int channelBlocks = (dims[3] + 15) / 16;
      boolean[] mask = draw(format, order, dims[0] * channelBlocks * 16 * dims[1] * dims[2]);
      for (int i = 0; i < shape.size(); i++) {
        int channel = i % dims[3];
        int pixel = i / dims[3] % (dims[1] * dims[2]);
        int image = i / dims[3] / (dims[1] * dims[2]);
        int block = image * channelBlocks + channel / 16;
        int place = (block * dims[1] * dims[2] + pixel) * 16 + channel % 16;
        assertThat(mask[place]).isEqualTo(DropoutBits.keeps(KEY, i, THRESHOLD));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOddNumberOfChannelsTearsWordsApart(MaskFormat format) {
    Shape shape = Shape.of(2, 4, 4, 17);
    Descriptor blocked =
        Descriptor.channelBlocks(format.dataType(), 16, Axes.activationDims(shape));

    assertThat(DrawOrder.of(shape, Axes.activation(4), blocked)).isEmpty();
  }

  private static boolean[] draw(MaskFormat format, DrawOrder order, int elements) {
    int elementBytes = format == MaskFormat.BFLOAT16 ? 2 : 1;
    boolean[] result = new boolean[elements];
    try (NativeMemory memory = new NativeMemory((long) elements * elementBytes)) {
      NativeBuffer buffer = memory.scratch(0, memory.bytes());
      MaskFormat.Drawer drawer = format.drawer(order);
      int pieces = order.starts().length;
      drawer.draw(buffer, 0, 0, KEY, THRESHOLD, pieces / 3, pieces); // each piece knows its place
      drawer.draw(buffer, 0, 0, KEY, THRESHOLD, 0, pieces / 3);
      for (int i = 0; i < elements; i++) {
        int value = elementBytes == 2 ? buffer.bytes().getShort(2 * i) : buffer.bytes().get(i);
        assertThat(value).isIn(0, elementBytes == 2 ? 0x3F80 : 1);
        result[i] = value != 0;
      }
    }
    return result;
  }
}
