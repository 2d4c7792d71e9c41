package dev.lamina.autodiff;

import dev.lamina.autodiff.GradientRule.Backward;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.ir.ops.UnaryGradient;
import dev.lamina.ir.ops.ZeroPadding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The table of gradient rules: every op stands in it, or in the list of those without a gradient.
 */
final class GradientRules {
  /** Ops through which no gradient passes: choices, constants, backward ops and updates. */
  static final Set<Class<? extends Op>> WITHOUT_GRADIENT =
      Set.of(
          AdamUpdate.class,
          ArgMax.class,
          AveragePoolingGradient.class,
          BatchNormGradient.class,
          ConvolutionFilterGradient.class,
          ElementDropoutGradient.class,
          Fill.class,
          InTopK.class,
          InnerProductWeightGradient.class,
          InnerProductInputGradient.class,
          MaxPoolingGradient.class,
          MovingAverage.class,
          OneHot.class,
          ResamplingGradient.class,
          RmsPropUpdate.class,
          SgdUpdate.class,
          ChannelSoftmaxGradient.class,
          UnaryGradient.class);

  private static final Map<Class<? extends Op>, GradientRule<? extends Op>> RULES = new HashMap<>();

  private GradientRules() {}

  static {
    rule(Unary.class, GradientRules::unary);
    rule(Binary.class, GradientRules::binary);
    rule(Broadcast.class, (op, b) -> List.of(sumTo(b.graph(), b.dy(), b.input(0).shape())));
    rule(Reduction.class, GradientRules::reduce);
    rule(Cast.class, (op, b) -> List.of(b.graph().cast(b.dy(), b.input(0).type().dtype())));
    rule(Reshaping.class, (op, b) -> List.of(b.graph().reshape(b.dy(), b.input(0).shape())));
    rule(Transpose.class, (op, b) -> List.of(b.graph().add(op.inverse(), b.dy())));
    rule(Concatenation.class, GradientRules::concatenate);
    rule(Slicing.class, GradientRules::slice);
    rule(
        ZeroPadding.class,
        (op, b) -> List.of(b.graph().slice(b.dy(), op.low(), b.input(0).shape())));
    rule(Resampling.class, (op, b) -> List.of(b.graph().add(new ResamplingGradient(op), b.dy())));
    rule(
        ChannelSoftmax.class,
        (op, b) ->
            List.of(b.graph().add(new ChannelSoftmaxGradient(op.log()), b.output(), b.dy())));
    rule(Convolution.class, GradientRules::conv2d);
    rule(ConvolutionInputGradient.class, GradientRules::transposedConv2d);
    rule(InnerProduct.class, GradientRules::innerProduct);
    rule(MaxPooling.class, GradientRules::maxPool);
    rule(
        AveragePooling.class,
        (op, b) ->
            List.of(
                b.graph()
                    .add(new AveragePoolingGradient(op.window(), b.input(0).shape()), b.dy())));
    rule(BatchNormTraining.class, GradientRules::batchNorm);
    rule(BatchNormInference.class, GradientRules::batchNormInference);
    rule(
        ElementDropout.class,
        (op, b) ->
            Arrays.asList(
                b.graph()
                    .add(new ElementDropoutGradient(op.rate()), b.node().outputs().get(1), b.dy()),
                null));
  }

  private static <O extends Op> void rule(Class<O> type, GradientRule<O> rule) {
    RULES.put(type, rule);
  }

  static Set<Class<? extends Op>> differentiable() {
    return Set.copyOf(RULES.keySet());
  }

  static List<@Nullable Value> apply(Backward backward) {
    return applyTyped(backward.node().op(), backward);
  }

  @SuppressWarnings("unchecked") // rule() pairs each class with a rule for it
  private static <O extends Op> List<@Nullable Value> applyTyped(O op, Backward backward) {
    GradientRule<O> rule = (GradientRule<O>) RULES.get(op.getClass());
    if (rule == null) {
      throw new IllegalStateException("no gradient rule for " + op);
    }
    return rule.apply(op, backward);
  }

  private static List<@Nullable Value> unary(Unary op, Backward b) {
    if (op.function() == UnaryFunction.LINEAR) {
      return List.of(b.graph().linear(b.dy(), op.alpha(), 0));
    }
    boolean fromOutput = op.function().hasDerivativeFromOutput();
    return List.of(
        b.graph()
            .add(new UnaryGradient(op, fromOutput), fromOutput ? b.output() : b.input(0), b.dy()));
  }

  private static List<@Nullable Value> binary(Binary op, Backward b) {
    GraphBuilder g = b.graph();
    Value x = b.input(0);
    Value y = b.input(1);
    Value dy = b.dy();
    @Nullable Value dx = null;
    @Nullable Value dz = null;
    switch (op.function()) {
      case ADD -> {
        dx = dy;
        dz = dy;
      }
      case SUBTRACT -> {
        dx = dy;
        dz = b.wants(1) ? g.linear(dy, -1, 0) : null;
      }
      case MULTIPLY -> {
        dx = b.wants(0) ? g.times(dy, y) : null;
        dz = b.wants(1) ? g.times(dy, x) : null;
      }
      case DIVIDE -> {
        dx = b.wants(0) ? g.divide(dy, y) : null;
        dz = b.wants(1) ? g.linear(g.divide(g.times(dy, b.output()), y), -1, 0) : null;
      }
      case MAXIMUM, MINIMUM -> {
        // Equal elements share the gradient evenly, as in Keras on JAX.
        Value isX = g.binary(BinaryFunction.EQUAL, x, b.output());
        Value isY = g.binary(BinaryFunction.EQUAL, y, b.output());
        dx = b.wants(0) ? g.times(dy, g.divide(isX, g.linear(isY, 1, 1))) : null;
        dz = b.wants(1) ? g.times(dy, g.divide(isY, g.linear(isX, 1, 1))) : null;
      }
      case EQUAL, GREATER, GREATER_EQUAL -> {}
    }
    return Arrays.asList(
        dx == null || !b.wants(0) ? null : sumTo(g, dx, x.shape()),
        dz == null || !b.wants(1) ? null : sumTo(g, dz, y.shape()));
  }

  /**
   * Undoes broadcasting: sums {@code gradient} over the axes along which {@code shape} stretched.
   */
  private static Value sumTo(GraphBuilder g, Value gradient, Shape shape) {
    Shape full = gradient.shape();
    int leading = full.rank() - shape.rank();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < full.rank(); axis++) {
      if (axis < leading || (shape.dim(axis - leading) == 1 && full.dim(axis) != 1)) {
        axes.add(axis);
      }
    }
    return g.reshape(g.reduce(ReductionFunction.SUM, gradient, axes, false), shape);
  }

  private static List<@Nullable Value> reduce(Reduction op, Backward b) {
    GraphBuilder g = b.graph();
    Shape shape = b.input(0).shape();
    Shape kept = op.shape(shape, true);
    Value dy = g.reshape(b.dy(), kept);
    if (op.function() == ReductionFunction.MAX) {
      // Elements that tie for the largest share the gradient evenly, as in Keras.
      Value isMax = g.binary(BinaryFunction.EQUAL, b.input(0), g.reshape(b.output(), kept));
      Value count = g.reduce(ReductionFunction.SUM, isMax, op.axes(), true);
      return List.of(g.times(isMax, g.divide(dy, count)));
    }
    if (op.function() == ReductionFunction.MEAN) {
      dy = g.linear(dy, (double) kept.size() / shape.size(), 0);
    }
    return List.of(g.broadcast(dy, shape));
  }

  /** Each part gets back its own. */
  private static List<@Nullable Value> concatenate(Concatenation op, Backward b) {
    List<@Nullable Value> gradients = new ArrayList<>();
    Integer[] begin = new Integer[b.dy().shape().rank()];
    Arrays.fill(begin, 0);
    for (int i = 0; i < b.node().inputs().size(); i++) {
      Shape part = b.input(i).shape();
      gradients.add(b.wants(i) ? b.graph().slice(b.dy(), List.of(begin), part) : null);
      begin[op.axis()] += part.dim(op.axis());
    }
    return gradients;
  }

  private static List<@Nullable Value> slice(Slicing op, Backward b) {
    Shape input = b.input(0).shape();
    List<Integer> high = new ArrayList<>();
    for (int axis = 0; axis < input.rank(); axis++) {
      high.add(input.dim(axis) - op.begin().get(axis) - op.size().dim(axis));
    }
    return List.of(b.graph().pad(b.dy(), op.begin(), high));
  }

  private static List<@Nullable Value> conv2d(Convolution op, Backward b) {
    requireUnfused(op.activation());
    GraphBuilder g = b.graph();
    Value x = b.input(0);
    Value filter = b.input(1);
    boolean bias = b.node().inputs().size() == 3;
    List<@Nullable Value> gradients = new ArrayList<>();
    gradients.add(
        b.wants(0)
            ? g.add(
                new ConvolutionInputGradient(op.window(), op.groups(), x.shape()), filter, b.dy())
            : null);
    boolean wantsBias = bias && b.wants(2);
    if (b.wants(1) || wantsBias) {
      gradients.addAll(
          g.addAll(
              new ConvolutionFilterGradient(op.window(), op.groups(), wantsBias),
              List.of(x, b.dy())));
    }
    return padded(gradients, b);
  }

  /** Of a transposed convolution, which takes the gradient's way forward. */
  private static List<@Nullable Value> transposedConv2d(ConvolutionInputGradient op, Backward b) {
    GraphBuilder g = b.graph();
    Value filter = b.input(0);
    Value x = b.input(1);
    return Arrays.asList(
        b.wants(0)
            ? g.add(new ConvolutionFilterGradient(op.window(), op.groups(), false), b.dy(), x)
            : null,
        b.wants(1) ? g.add(Convolution.of(op.window(), op.groups()), b.dy(), filter) : null);
  }

  private static List<@Nullable Value> innerProduct(InnerProduct op, Backward b) {
    requireUnfused(op.activation());
    GraphBuilder g = b.graph();
    Value x = b.input(0);
    boolean wantsBias = b.node().inputs().size() == 3 && b.wants(2);
    List<@Nullable Value> gradients = new ArrayList<>();
    gradients.add(
        b.wants(0) ? g.add(new InnerProductInputGradient(x.shape()), b.input(1), b.dy()) : null);
    if (b.wants(1) || wantsBias) {
      gradients.addAll(g.addAll(new InnerProductWeightGradient(wantsBias), List.of(x, b.dy())));
    }
    return padded(gradients, b);
  }

  private static List<@Nullable Value> padded(List<@Nullable Value> gradients, Backward b) {
    while (gradients.size() < b.node().inputs().size()) {
      gradients.add(null);
    }
    return gradients;
  }

  private static void requireUnfused(Unary activation) {
    if (!activation.isIdentity()) {
      throw new IllegalStateException("differentiate before fusing: " + activation);
    }
  }

  private static List<@Nullable Value> maxPool(MaxPooling op, Backward b) {
    requireUnfused(op.activation());
    MaxPoolingGradient gradient = new MaxPoolingGradient(op.window(), b.input(0).shape());
    return List.of(b.graph().add(gradient, b.node().outputs().get(1), b.dy()));
  }

  private static List<@Nullable Value> batchNorm(BatchNormTraining op, Backward b) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(b.input(0));
    inputs.add(b.node().outputs().get(1));
    inputs.add(b.node().outputs().get(2));
    inputs.add(b.dy());
    if (op.scale()) {
      inputs.add(b.input(1));
    }
    if (op.relu()) {
      inputs.add(b.node().outputs().get(3));
    }
    return new ArrayList<>(
        b.graph()
            .addAll(
                new BatchNormGradient(op.epsilon(), op.scale(), op.center(), op.relu()), inputs));
  }

  private static List<@Nullable Value> batchNormInference(BatchNormInference op, Backward b) {
    GraphBuilder g = b.graph();
    DType dtype = b.input(0).type().dtype();
    Value x = g.cast(b.input(0), DType.FLOAT32);
    Value dy = g.cast(b.dy(), DType.FLOAT32);
    Shape channels = b.input(1).shape();
    Value mean = b.input(1);
    Value deviation = g.unary(UnaryFunction.SQRT, g.linear(b.input(2), 1, op.epsilon()));
    Value slope =
        op.scale() ? g.divide(b.input(3), deviation) : g.divide(g.fill(channels, 1), deviation);
    List<Integer> axes = IntStream.range(0, x.shape().rank() - 1).boxed().toList();
    Value normalized = g.divide(g.minus(x, mean), deviation);
    Value sumDy = g.reduce(ReductionFunction.SUM, dy, axes, false);
    Value sumDyX = g.reduce(ReductionFunction.SUM, g.times(dy, normalized), axes, false);
    List<@Nullable Value> gradients = new ArrayList<>();
    gradients.add(g.cast(g.times(dy, slope), dtype));
    gradients.add(g.linear(g.times(sumDy, slope), -1, 0));
    // d/dv of gamma (x - m) (v + eps)^-1/2 is -1/2 slope normalized / deviation.
    gradients.add(g.linear(g.divide(g.times(sumDyX, slope), deviation), -0.5, 0));
    if (op.scale()) {
      gradients.add(sumDyX);
    }
    if (op.center()) {
      gradients.add(sumDy);
    }
    return gradients;
  }
}
