package dev.lamina.testkit;

import static java.util.Objects.requireNonNull;

import dev.lamina.constraints.Constraint;
import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.layers.CallContext;
import dev.lamina.layers.Layer;
import dev.lamina.regularizers.Regularizer;
import dev.lamina.testkit.LayerGraph.Weight;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link GradientCheck} of a whole layer, by its inputs, its weights and its state. */
final class LayerGradientCheck {
  private static final long SEED = 17;

  private LayerGradientCheck() {}

  static void requireEqual(Layer layer, List<Shape> shapes, boolean training) {
    GradientCheck check = new GradientCheck(SEED);
    for (int i = 0; i < shapes.size(); i++) {
      check.input(LayerGraph.input(i), shapes.get(i));
    }
    check.counter(LayerGraph.STEP, 1);
    Random random = new Random(SEED);
    for (Weight weight : LayerGraph.of(layer, shapes, training).weights()) {
      check.input(weight.name(), weight.shape(), near(weight, random));
    }
    check.requireEqual(
        (graph, inputs) ->
            layer.call(
                new FedContext(graph, inputs, training),
                IntStream.range(0, shapes.size())
                    .mapToObj(i -> requireNonNull(inputs.get(LayerGraph.input(i))))
                    .toList()));
  }

  /** The initializer's values with noise: what starts as zeros would hide mistakes. */
  private static DoubleSupplier near(Weight weight, Random random) {
    float[] first = weight.initializer().values(weight.shape(), random);
    AtomicInteger next = new AtomicInteger();
    return () -> first[next.getAndIncrement()] + random.nextDouble(-0.5, 0.5);
  }

  /** Gives a layer inputs for weights. */
  private record FedContext(GraphBuilder graph, Map<String, Value> inputs, boolean training)
      implements CallContext {
    @Override
    public boolean trainable() {
      return training;
    }

    @Override
    public void addLoss(Value loss) {
      // Only the output's gradients are checked.
    }

    @Override
    public Value weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      return requireNonNull(inputs.get(name));
    }

    @Override
    public Value float32Weight(
        String name, Shape shape, Initializer initializer, @Nullable Regularizer regularizer) {
      return weight(name, shape, initializer, regularizer);
    }

    @Override
    public void constrain(String name, Constraint constraint) {
      // No optimizer makes a step here.
    }

    @Override
    public Value state(String name, Shape shape, Initializer initializer) {
      return requireNonNull(inputs.get(name));
    }

    @Override
    public void update(Value state, Value newValue) {
      // No gradient passes through what the next step will read.
    }

    @Override
    public Value step() {
      return requireNonNull(inputs.get(LayerGraph.STEP));
    }

    @Override
    public int seed(@Nullable Long layerSeed) {
      return LayerGraph.seedOf(layerSeed);
    }
  }
}
