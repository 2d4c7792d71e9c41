package dev.lamina.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ShapeException;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.activation.ReLU;
import dev.lamina.layers.activation.Softmax;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.convolutional.Conv2DTranspose;
import dev.lamina.layers.convolutional.DepthwiseConv2D;
import dev.lamina.layers.convolutional.SeparableConv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.merging.Add;
import dev.lamina.layers.merging.Concatenate;
import dev.lamina.layers.merging.Dot;
import dev.lamina.layers.merging.Maximum;
import dev.lamina.layers.merging.Multiply;
import dev.lamina.layers.merging.Subtract;
import dev.lamina.layers.normalization.BatchNormalization;
import dev.lamina.layers.pooling.AveragePooling2D;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.layers.pooling.MaxPool2D;
import dev.lamina.layers.preprocessing.Rescaling;
import dev.lamina.layers.regularization.Dropout;
import dev.lamina.layers.reshaping.Cropping2D;
import dev.lamina.layers.reshaping.Flatten;
import dev.lamina.layers.reshaping.Permute;
import dev.lamina.layers.reshaping.RepeatVector;
import dev.lamina.layers.reshaping.Reshape;
import dev.lamina.layers.reshaping.UpSampling2D;
import dev.lamina.layers.reshaping.ZeroPadding2D;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LayerMessagesTest {
  private static void refused(ThrowingCallable code, String message) {
    assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static void doesNotFit(Layer layer, String message, int... input) {
    assertThatThrownBy(() -> LayerProbe.inference(layer, input))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
  }

  @Test
  void wrongNumbers() {
    refused(() -> new Conv2D(0, 3), "filters must be >= 1, received 0");
    refused(() -> new Conv2D(8, 0), "kernelSize must be >= 1, received 0");
    refused(() -> new Conv2D(8, 3, -1), "kernelSize must be >= 1, received 3x-1");
    refused(() -> new Conv2D(8, 3).strides(0), "strides must be >= 1, received 0");
    refused(() -> new Conv2D(8, 3).dilationRate(0), "dilationRate must be >= 1, received 0");
    refused(() -> new Conv2D(8, 3).groups(0), "groups must be >= 1, received 0");
    refused(() -> new MaxPool2D(0), "poolSize must be >= 1, received 0");
    refused(() -> new AveragePooling2D(2).strides(1, 0), "strides must be >= 1, received 1x0");
    refused(() -> new Dense(-1), "units must be >= 1, received -1");
    refused(() -> new Dropout(1.5), "rate must be from 0 to 1, received 1.5");
    refused(() -> new Dropout(Double.NaN), "rate must be from 0 to 1, received NaN");
    refused(
        () -> new BatchNormalization().momentum(2), "momentum must be from 0 to 1, received 2.0");
    refused(
        () -> new BatchNormalization().epsilon(-1), "epsilon must be a number >= 0, received -1.0");
    refused(() -> new ReLU().maxValue(-1), "maxValue must be a number >= 0, received -1.0");
    refused(
        () -> new ZeroPadding2D(0, 1, -2, 3), "padding must be >= 0, received [[0, 1], [-2, 3]]");
    refused(() -> new Cropping2D(-1), "cropping must be >= 0, received [[-1, -1], [-1, -1]]");
    refused(() -> new UpSampling2D(2, 0), "size must be >= 1, received 2x0");
    refused(() -> new RepeatVector(0), "n must be >= 1, received 0");
    refused(
        () -> new Permute(1, 3),
        "dims must hold each number from 1 to the number of axes once, without the batch, received"
            + " [1, 3]");
    refused(
        () -> new Dropout(0.5).noiseShape(-1, 0),
        "noiseShape must be of sizes >= 1, or -1 for the input's own, received [-1, 0]");
    refused(() -> new Rescaling(Double.NaN), "scale must be a finite number, received NaN");
    refused(
        () -> new Reshape(2, -1, -1),
        "targetShape must be of dimensions >= 1, at most one of them -1, received [2, -1, -1]");
  }

  @Test
  void numbersThatDoNotGoTogether() {
    refused(
        () -> new Conv2D(8, 3).groups(3),
        "groups must divide the number of filters, received groups=3 and filters=8");
    refused(
        () -> new Conv2D(8, 3).strides(2, 1).dilationRate(2),
        "strides above 1 do not go together with a dilationRate above 1, received strides=[2, 1]"
            + " and dilationRate=[2, 2]");
  }

  @Test
  void outputPaddingGoesWithTheStrides() {
    refused(
        () -> new Conv2DTranspose(8, 3).outputPadding(1),
        "outputPadding must be below the strides, received outputPadding=[1, 1] and strides=[1, 1];"
            + " set the strides first");
    refused(
        () -> new Conv2DTranspose(8, 3).strides(2).outputPadding(1, 0).strides(1),
        "outputPadding must be below the strides, received outputPadding=[1, 0] and strides=[1, 1];"
            + " set the strides first");
    refused(
        () -> new Conv2DTranspose(8, 3).outputPadding(0, -1),
        "outputPadding must be >= 0, received [0, -1]");
    refused(
        () -> new Conv2DTranspose(8, 3).strides(2).dilationRate(2),
        "strides above 1 do not go together with a dilationRate above 1, received strides=[2, 2]"
            + " and dilationRate=[2, 2]");
    doesNotFit(
        new Conv2DTranspose(8, 3),
        "received an input of shape 2x5x3, expected (batch, height, width, channels); grey images"
            + " need a last axis of 1",
        2,
        5,
        3);
  }

  @Test
  void wrongNumbersOfOtherConvolutions() {
    refused(
        () -> new DepthwiseConv2D(3).depthMultiplier(0),
        "depthMultiplier must be >= 1, received 0");
    refused(() -> new DepthwiseConv2D(0), "kernelSize must be >= 1, received 0");
    refused(() -> new SeparableConv2D(0, 3), "filters must be >= 1, received 0");
  }

  @Test
  void wrongNames() {
    refused(
        () -> new Conv2D(8, 3).padding("sane"),
        "padding \"sane\" is unknown; did you mean \"same\"? Choose valid or same");
    refused(
        () -> new UpSampling2D(2).interpolation("bicubic"),
        "interpolation \"bicubic\" is one of Keras's that Lamina does not have; choose nearest or"
            + " bilinear");
    assertThatThrownBy(() -> new Dense(8).activation("rellu"))
        .hasMessageStartingWith("activation \"rellu\" is unknown; did you mean \"relu\"? Choose");
    assertThatThrownBy(() -> new Dense(8).kernelInitializer("he_norm"))
        .hasMessageStartingWith(
            "initializer \"he_norm\" is unknown; did you mean \"he_normal\"? Choose");
  }

  @Test
  void theBatchIsNoAxis() {
    refused(
        () -> new BatchNormalization().axis(0),
        "axis must not be 0, the batch; choose -1 for the last axis, the channels");
    doesNotFit(
        new BatchNormalization().axis(4),
        "axis=4 is not an axis of a sample in an input of shape 2x5x7x3; choose 1 to 3, or -1 for"
            + " the last",
        2,
        5,
        7,
        3);
    doesNotFit(
        new Softmax().axis(-2),
        "axis=-2 is not an axis of a sample in an input of shape 2x3; choose 1 to 1, or -1 for the"
            + " last",
        2,
        3);
  }

  @Test
  void inputsThatDoNotFit() {
    doesNotFit(
        new Conv2D(8, 5),
        "kernel 5x5 with padding \"valid\" does not fit a 4x4 input (it would leave 0x0); use"
            + " padding \"same\" or a smaller kernel",
        2,
        4,
        4,
        1);
    doesNotFit(
        new Conv2D(8, 3),
        "received an input of shape 2x28x28, expected (batch, height, width, channels); grey images"
            + " need a last axis of 1",
        2,
        28,
        28);
    doesNotFit(
        new MaxPool2D(2),
        "received an input of shape 2x28, expected (batch, height, width, channels)",
        2,
        28);
    doesNotFit(
        new GlobalAveragePooling2D(),
        "received an input of shape 2x28, expected (batch, height, width, channels)",
        2,
        28);
    doesNotFit(
        new Conv2D(8, 3).groups(4),
        "groups=4 must divide the number of input channels, received 3 (input 2x5x5x3)",
        2,
        5,
        5,
        3);
    doesNotFit(new Dense(8), "received an input of shape 3, expected (batch, ..., features)", 3);
    doesNotFit(new Reshape(4, 4), "cannot reshape samples of 5x3 (15 values) to [4, 4]", 2, 5, 3);
    doesNotFit(new Reshape(4, -1), "cannot reshape samples of 5x3 (15 values) to [4, -1]", 2, 5, 3);
  }

  private static void doNotGoTogether(Layer layer, String message, int[]... shapes) {
    GraphBuilder graph = new GraphBuilder();
    List<Value> inputs = new ArrayList<>();
    for (int[] shape : shapes) {
      inputs.add(graph.input("input" + inputs.size(), TensorType.of(shape)));
    }
    LayerProbe probe = LayerProbe.inference(new Flatten(), 2, 3);
    assertThatThrownBy(() -> layer.call(probe, inputs))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message);
  }

  @Test
  void inputsThatDoNotGoTogether() {
    int[] image = {2, 4, 6, 3};
    doNotGoTogether(
        new Add(),
        "inputs of shapes [2x4x6x3, 2x4x6x5] do not go together; expected equal dimensions, or 1,"
            + " from the last axis backwards, and one batch",
        image,
        new int[] {2, 4, 6, 5});
    doNotGoTogether(
        new Maximum(),
        "inputs of shapes [2x3, 1x3] do not go together; expected equal dimensions, or 1,"
            + " from the last axis backwards, and one batch",
        new int[] {2, 3},
        new int[] {1, 3});
    doNotGoTogether(new Multiply(), "expected at least one input, received none");
    doNotGoTogether(new Subtract(), "expected two inputs, received 1", image);
    doNotGoTogether(
        new Concatenate(),
        "inputs of shapes [2x4x6x3, 2x4x5x3] do not fit behind one another along axis=-1; expected"
            + " all other dimensions to be equal",
        image,
        new int[] {2, 4, 5, 3});
    doNotGoTogether(
        new Concatenate().axis(4),
        "axis=4 is not an axis of a sample in an input of shape 2x4x6x3; choose 1 to 3, or -1 for"
            + " the last",
        image,
        image);
    doNotGoTogether(
        new Dot(-1),
        "inputs of shapes 2x3 and 2x4 have no dot product along axes=[-1]; expected equal"
            + " dimensions there, and one batch",
        new int[] {2, 3},
        new int[] {2, 4});
    doesNotFit(
        new Cropping2D(2),
        "cropping=[[2, 2], [2, 2]] leaves nothing of images of 4x6; crop less than their height"
            + " and width",
        image);
    doesNotFit(
        new Permute(2, 1),
        "dims=[2, 1] orders 2 axes, but samples of shape 4x6x3 have 3; give one number for each",
        image);
    doesNotFit(
        new RepeatVector(3),
        "received an input of shape 2x4x6x3, expected (batch, features)",
        image);
    doesNotFit(
        new ZeroPadding2D(),
        "received an input of shape 2x3, expected (batch, height, width, channels)",
        2,
        3);
    assertThatThrownBy(() -> LayerProbe.training(new Dropout(0.5).noiseShape(-1, 1, 2, -1), image))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "noiseShape [-1, 1, 2, -1] does not fit an input of shape 2x4x6x3; expected each of"
                + " its sizes, or 1, or -1");
  }

  @Test
  void severalInputs() {
    GraphBuilder graph = new GraphBuilder();
    Value a = graph.input("a", TensorType.of(2, 3));
    Value b = graph.input("b", TensorType.of(2, 3));
    LayerProbe probe = LayerProbe.inference(new Flatten(), 2, 3);
    assertThatThrownBy(() -> new Flatten().call(probe, List.of(a, b)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("expected one input, received 2");
  }
}
