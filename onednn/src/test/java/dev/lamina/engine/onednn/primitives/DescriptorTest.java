package dev.lamina.engine.onednn.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.engine.onednn.primitives.Descriptor.Stretch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DescriptorTest {
  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @Test
  void blocksArePaddedAndSpelled() {
    Descriptor image = Descriptor.channelBlocks(DataTypes.F32, 16, 2, 20, 5, 7);

    assertThat(image).hasToString("aBcd16b");
    assertThat(image.dims()).containsExactly(2, 20, 5, 7);
    assertThat(image.bytes()).isEqualTo(2 * 32 * 5 * 7 * 4);
    assertThat(image.isPadded()).isTrue();
    assertThat(image.stretches(1)).containsExactly(new Stretch(16, 1), new Stretch(2, 5 * 7 * 16));
    assertThat(image.stretches(3)).containsExactly(new Stretch(7, 16));
  }

  @Test
  void channelsLastIsRowMajorForActivations() {
    Descriptor image = Descriptor.channelBlocks(DataTypes.F32, 1, 2, 20, 5, 7);

    assertThat(image).hasToString("acdb");
    assertThat(Axes.activation(4).isRowMajor(image)).isTrue();
    assertThat(Axes.filter(2).isRowMajor(image)).isFalse();
  }

  @Test
  void aBlockOfAllChannelsOfOnePixelIsRowMajor() {
    assertThat(
            Axes.activation(4).isRowMajor(Descriptor.channelBlocks(DataTypes.F32, 16, 3, 32, 1, 1)))
        .isTrue();
    assertThat(
            Axes.activation(4).isRowMajor(Descriptor.channelBlocks(DataTypes.F32, 16, 3, 32, 1, 2)))
        .isFalse();
  }

  @Test
  void equalDescriptorsAreTheSameWhereverTheyCameFrom() {
    Descriptor one = Descriptor.dense(DataTypes.F32, 4, 6);

    assertThat(one.isSame(Descriptor.strided(DataTypes.F32, new long[] {4, 6}, new long[] {6, 1})))
        .isTrue();
    assertThat(one.isSame(Descriptor.strided(DataTypes.F32, new long[] {4, 6}, new long[] {1, 4})))
        .isFalse();
    assertThat(one.isSame(Descriptor.dense(DataTypes.S32, 4, 6))).isFalse();
    assertThat(one.isSame(Descriptor.NONE)).isFalse();
    assertThat(Descriptor.NONE.isSame(Descriptor.NONE)).isTrue();
  }
}
