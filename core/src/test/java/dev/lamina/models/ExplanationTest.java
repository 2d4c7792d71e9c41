package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.config.Config;
import dev.lamina.explain.Explanation;
import dev.lamina.explain.Explanation.LayerExplanation;
import dev.lamina.explain.Explanation.Worked;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.AveragePooling2D;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Flatten;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The numbers were worked out by hand. */
class ExplanationTest {
  private static final Sequential REFERENCE =
      new Sequential(
          new Input(28, 28, 1),
          new Conv2D(32, 3).padding("same").activation("relu"),
          new MaxPool2D(2),
          new BatchNormalization(),
          new Dropout(0.25),
          new Conv2D(64, 3).padding("same").activation("relu"),
          new MaxPool2D(2),
          new BatchNormalization(),
          new Dropout(0.25),
          new Flatten(),
          new Dense(128).activation("relu"),
          new BatchNormalization(),
          new Dropout(0.5),
          new Dense(10).activation("softmax"));

  private static LayerExplanation only(Layer layer, int... input) {
    return new Sequential(new Input(input), layer).explain().layers().get(0);
  }

  @Test
  void countsTheReferenceNetwork() {
    Explanation explanation = REFERENCE.explain();
    assertThat(explanation.parameters()).isEqualTo(422_538);
    assertThat(explanation.trainableParameters()).isEqualTo(422_090);
    assertThat(explanation.layers())
        .extracting(layer -> layer.multiplyAdds().value())
        .containsExactly(
            225_792L, 0L, 6_272L, 0L, 3_612_672L, 0L, 3_136L, 0L, 0L, 401_408L, 128L, 0L, 1_280L);
    assertThat(explanation.multiplyAdds()).isEqualTo(4_250_688);
  }

  @Test
  void followsWhatOneNumberSees() {
    assertThat(REFERENCE.explain().layers())
        .extracting(layer -> layer.receptiveField().orElseThrow().toString())
        .containsExactly(
            "3x3", "4x4", "4x4", "4x4", "8x8", "10x10", "10x10", "10x10", "10x10", "28x28", "28x28",
            "28x28", "28x28");
  }

  @Test
  void worksOutAConvolution() {
    LayerExplanation conv = REFERENCE.explain().layers().get(0);
    assertThat(conv)
        .isEqualTo(
            new LayerExplanation(
                "conv2d",
                List.of(),
                "Conv2D, relu",
                "Looks for 32 learned patterns of 3x3 pixels everywhere in the image.",
                Shape.of(28, 28, 32),
                List.of("(28 - 3 + 2*1)/1 + 1 = 28 (height and width)", "32, one for each filter"),
                "kernel 3*3*1*32 + bias 32",
                320,
                320,
                new Worked("28*28*32 * 3*3*1", 225_792),
                Optional.of(Shape.of(3, 3)),
                100_352));
  }

  @Test
  void worksOutUnevenWindows() {
    LayerExplanation conv = only(new Conv2D(8, 3, 4).strides(2, 3).padding("same"), 9, 11, 6);
    assertThat(conv.size())
        .containsExactly(
            "(9 - 3 + 2*1)/2 + 1 = 5 (height)",
            "(11 - 4 + 2*1)/3 + 1 = 4 (width)",
            "8, one for each filter");
    assertThat(conv.receptiveField()).contains(Shape.of(3, 4));

    assertThat(only(new Conv2D(8, 2).padding("same"), 5, 5, 1).size().get(0))
        .isEqualTo("(5 - 2 + (0 + 1))/1 + 1 = 5 (height and width)");
    assertThat(only(new Conv2D(8, 3).dilationRate(2), 9, 9, 1).size().get(0))
        .isEqualTo("(9 - ((3 - 1)*2 + 1) + 2*0)/1 + 1 = 5 (height and width)");
    assertThat(only(new MaxPool2D(2), 7, 7, 3).size())
        .containsExactly(
            "floor((7 - 2 + 2*0)/2) + 1 = 3 (height and width)", "3 channels, as before");
  }

  @Test
  void countsGroupsOnce() {
    LayerExplanation conv = only(new Conv2D(8, 3).groups(2).useBias(false), 5, 5, 4);
    assertThat(conv.weights()).isEqualTo("kernel 3*3*2*8");
    assertThat(conv.multiplyAdds()).isEqualTo(new Worked("3*3*8 * 3*3*2", 1_296));
  }

  @Test
  void countsDenseOverEachPlaceOfAnImage() {
    LayerExplanation dense = only(new Dense(5), 3, 4, 2);
    assertThat(dense.multiplyAdds()).isEqualTo(new Worked("12*5 * 2", 120));
    assertThat(dense.receptiveField()).contains(Shape.of(1, 1));
  }

  @Test
  void explainsLayersWithoutWeights() {
    LayerExplanation flatten = only(new Flatten(), 7, 7, 64);
    assertThat(flatten.size()).containsExactly("7*7*64 = 3136");
    assertThat(flatten.weights()).isEmpty();
    assertThat(flatten.multiplyAdds()).isEqualTo(new Worked("", 0));
    assertThat(flatten.outputBytes()).isEqualTo(12_544);

    LayerExplanation mean = only(new GlobalAveragePooling2D(), 7, 5, 64);
    assertThat(mean.size()).containsExactly("7x5x64 becomes 64");
    assertThat(mean.receptiveField()).contains(Shape.of(7, 5));

    assertThat(only(new Dropout(0.5), 7, 5, 2).size()).containsExactly("as its input");
    assertThat(only(new AveragePooling2D(2), 4, 4, 2).multiplyAdds().value()).isZero();
    assertThat(only(new Rescaling(1.0 / 255), 4, 4, 2).multiplyAdds())
        .isEqualTo(new Worked("4*4*2 * 1", 32));
  }

  @Test
  void knowsNoReceptiveFieldWithoutAnImage() {
    assertThat(only(new Dense(5), 3).receptiveField()).isEmpty();
  }

  /** Spreads each pixel over a window, and adds the image's mean. */
  private static final class Spread extends FluentLayer<Spread> {
    @Override
    public Value call(CallContext context, List<Value> inputs) {
      GraphBuilder g = context.graph();
      Value x = single(inputs);
      Op spread =
          new ConvolutionInputGradient(
              Window.valid(2, 2, 2, 2, 1, 1), 1, Shape.of(x.shape().dim(0), 8, 8, 1));
      Value mean = g.reduce(ReductionFunction.MEAN, x, List.of(1, 2), true);
      return g.plus(g.add(spread, g.fill(Shape.of(2, 2, 1, 1), 1), x), mean);
    }

    @Override
    public Config config() {
      return baseConfig("Spread");
    }
  }

  @Test
  void saysNothingOfFieldsThatItCannotFollow() {
    LayerExplanation spread = only(new Spread(), 4, 4, 1);
    assertThat(spread.output()).isEqualTo(Shape.of(8, 8, 1));
    assertThat(spread.receptiveField()).isEmpty();
    assertThat(spread.multiplyAdds()).isEqualTo(new Worked("4*4*1 * 2*2*1", 64));
  }

  @Test
  void cutsReceptiveFieldsAtTheEdges() {
    // Of the 11 rows that a place would see, an image of 6 has at most 6.
    assertThat(only(new Conv2D(1, 11).padding("same"), 6, 20, 1).receptiveField())
        .contains(Shape.of(6, 11));
  }

  @Test
  void normalizationTellsWhatIsTrained() {
    LayerExplanation norm = only(new BatchNormalization(), 4, 4, 3);
    assertThat(norm.weights()).isEqualTo("gamma 3 + beta 3 + moving_mean 3 + moving_variance 3");
    assertThat(norm.parameters()).isEqualTo(12);
    assertThat(norm.trainableParameters()).isEqualTo(6);
  }

  @Test
  void readsAsText() {
    String text =
        new Sequential(
                "tiny",
                new Input(4, 4, 1),
                new Conv2D(2, 3).activation("relu").named("edges"),
                new Dropout(0.5))
            .explain()
            .toString()
            .replace(System.lineSeparator(), "\n");
    assertThat(text)
        .startsWith(
            """
            Model "tiny" on an input of 4x4x1

            edges (Conv2D, relu) -> 2x2x2
              Looks for 2 learned patterns of 3x3 pixels everywhere in the image.
              output size      (4 - 3 + 2*0)/1 + 1 = 2 (height and width)
                               2, one for each filter
              parameters       kernel 3*3*1*2 + bias 2 = 20
              multiply-adds    2*2*2 * 3*3*1 = 72
              receptive field  3x3 of the input
              memory           2*2*2 * 4 bytes = 32 bytes

            dropout (Dropout) -> 2x2x2
              Drops 50% of the values at random while training, so that none is relied on alone.
              output size      as its input
              parameters       none
              multiply-adds    none
              receptive field  3x3 of the input
              memory           2*2*2 * 4 bytes = 32 bytes

            In all, for one sample
              parameters       20, 80 bytes, 20 of them trained
              multiply-adds    72
              memory           64 bytes of outputs
            """);
  }
}
