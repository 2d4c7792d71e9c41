package dev.lamina.peers.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNormTraining;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.ParameterCounts;
import java.util.List;

/** The networks as the Python peers build them: NCHW in, logits out. */
final class DjlNetworks {
  private DjlNetworks() {}

  static Block named(String network) {
    return switch (network) {
      case "reference-cnn" -> referenceCnn();
      case "vgg-style" -> vggStyle();
      case "resnet-20" -> resNet20();
      default -> throw ParameterCounts.unknown(network);
    };
  }

  private static Block referenceCnn() {
    SequentialBlock layers = new SequentialBlock();
    for (int filters : new int[] {32, 64}) {
      layers
          .add(convolution(filters, 3, 1, true))
          .add(Activation.reluBlock())
          .add(maxPool())
          .add(batchNorm())
          .add(dropout(0.25f));
    }
    return layers
        .add(Blocks.batchFlattenBlock())
        .add(dense(128))
        .add(Activation.reluBlock())
        .add(batchNorm())
        .add(dropout(0.5f))
        .add(dense(ImageData.CLASSES));
  }

  private static Block vggStyle() {
    SequentialBlock layers = new SequentialBlock();
    for (int filters : new int[] {32, 64, 128}) {
      for (int i = 0; i < 2; i++) {
        layers.add(normalized(filters, 3, 1)).add(Activation.reluBlock());
      }
      layers.add(maxPool());
    }
    return layers
        .add(Blocks.batchFlattenBlock())
        .add(dense(256))
        .add(Activation.reluBlock())
        .add(dense(ImageData.CLASSES));
  }

  /** He et al. 2015, section 4.2, with projection shortcuts. */
  private static Block resNet20() {
    SequentialBlock layers = new SequentialBlock();
    layers.add(normalized(16, 3, 1)).add(Activation.reluBlock());
    for (int filters : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        layers.add(residual(filters, i == 0 && filters > 16));
      }
    }
    return layers.add(Pool.globalAvgPool2dBlock()).add(dense(ImageData.CLASSES));
  }

  private static Block residual(int filters, boolean isNarrower) {
    int stride = isNarrower ? 2 : 1;
    Block path =
        new SequentialBlock()
            .add(normalized(filters, 3, stride))
            .add(Activation.reluBlock())
            .add(normalized(filters, 3, 1));
    Block shortcut = isNarrower ? normalized(filters, 1, stride) : Blocks.identityBlock();
    return new SequentialBlock()
        .add(new ParallelBlock(DjlNetworks::sum, List.of(path, shortcut)))
        .add(Activation.reluBlock());
  }

  private static NDList sum(List<NDList> two) {
    return new NDList(two.get(0).singletonOrThrow().add(two.get(1).singletonOrThrow()));
  }

  private static Block normalized(int filters, int size, int stride) {
    return new SequentialBlock().add(convolution(filters, size, stride, false)).add(batchNorm());
  }

  private static Block convolution(int filters, int size, int stride, boolean bias) {
    return Convolution.builder()
        .setKernelShape(new Shape(size, size))
        .setFilters(filters)
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(size / 2, size / 2))
        .optBias(bias)
        .build();
  }

  private static Block maxPool() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  /** With Keras's defaults. */
  private static Block batchNorm() {
    return BatchNormTraining.builder().optEpsilon(1e-3f).optMomentum(0.99f).build();
  }

  private static Block dropout(float rate) {
    return Dropout.builder().optRate(rate).build();
  }

  private static Block dense(int units) {
    return Linear.builder().setUnits(units).build();
  }
}
