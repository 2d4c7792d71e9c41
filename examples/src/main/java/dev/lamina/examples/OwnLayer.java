package dev.lamina.examples;

import dev.lamina.config.Config;
import dev.lamina.datasets.FashionMnist;
import dev.lamina.datasets.TrainTest;
import dev.lamina.initializers.Ones;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.FluentLayer;
import dev.lamina.layers.Input;
import dev.lamina.layers.convolutional.Conv2D;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.pooling.GlobalAveragePooling2D;
import dev.lamina.models.Fit;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.util.List;
import java.util.Map;

/** A layer of one's own: what it computes is all there is to write, its gradient follows. */
public final class OwnLayer {
  private OwnLayer() {}

  /** Multiplies each channel by a learned factor. */
  static final class Scale extends FluentLayer<Scale> {
    @Override
    public Value call(CallContext context, List<Value> inputs) {
      Value x = single(inputs);
      Value factor = context.weight("factor", Shape.of(x.shape().dim(-1)), new Ones());
      return context.graph().times(x, factor);
    }

    @Override
    public Config config() {
      return baseConfig("Scale");
    }
  }

  /** Trains a small network with it; returns loss and accuracy on the test images. */
  static Map<String, Double> run() throws Exception {
    TrainTest data = FashionMnist.bundled();
    try (var model =
        new Sequential(
            new Input(28, 28, 1),
            new Conv2D(8, 5).strides(2).activation("relu"),
            new Scale(),
            new Conv2D(16, 5).strides(2).activation("relu"),
            new Scale(),
            new GlobalAveragePooling2D(),
            new Dense(10).activation("softmax"))) {
      model.setSeed(1);
      model.compile(new Adam(1e-2), "sparse_categorical_crossentropy", "accuracy");
      model.fit(data.train(), Fit.epochs(3).batchSize(64));
      return model.evaluate(data.test());
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run());
  }
}
