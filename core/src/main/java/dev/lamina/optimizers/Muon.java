package dev.lamina.optimizers;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Muon (Jordan et al., 2024): steps of matrices are made nearly orthogonal. With {@code m =
 * momentum m + g} the step is {@code m}, or {@code g + momentum m} with nesterov, over its
 * Frobenius norm; each iteration of Newton and Schulz then does {@code x = a x + (b A + c A^2) x}
 * with {@code A = x x^T}, and {@code w -= rate rmsRate sqrt(max(rows, columns)) x}. Weights of
 * other than two axes, and those that are excluded, are left to {@link AdamW}. Both decay weights
 * by 0.004 by default.
 *
 * <pre>{@code
 * new Muon(0.02).adamLrRatio(0.1);
 * }</pre>
 */
public final class Muon extends FluentOptimizer<Muon> {
  private static final Transpose TURN = new Transpose(List.of(1, 0));

  private double adamBeta1 = 0.9;
  private double adamBeta2 = 0.999;
  private double epsilon = 1e-7;
  private double muonA = 3.4445;
  private double muonB = -4.775;
  private double muonC = 2.0315;
  private double adamLrRatio = 1;
  private double momentum = 0.95;
  private int nsSteps = 5;
  private boolean nesterov = true;
  private double adamWeightDecay = 0.004;
  private double rmsRate = 0.2;
  private List<String> excludeLayers = List.of();
  private boolean excludeEmbeddings = true;

  /** With Keras's learning rate, 0.001. */
  public Muon() {
    this(1e-3);
  }

  public Muon(double learningRate) {
    super(learningRate);
    setWeightDecay(0.004);
  }

  /** With a learning rate that follows a schedule. */
  public Muon(LearningRateSchedule schedule) {
    super(schedule);
    setWeightDecay(0.004);
  }

  /** A copy whose Adam keeps this share of its mean of gradients; 0.9 by default. */
  public Muon adamBeta1(double adamBeta1) {
    Muon copy = copy();
    copy.adamBeta1 = Ranges.belowOne("adamBeta1", adamBeta1);
    return copy;
  }

  /** A copy whose Adam keeps this share of its mean of squared gradients; 0.999 by default. */
  public Muon adamBeta2(double adamBeta2) {
    Muon copy = copy();
    copy.adamBeta2 = Ranges.belowOne("adamBeta2", adamBeta2);
    return copy;
  }

  /** A copy whose Adam adds this to the root, so as not to divide by 0; 1e-7 by default. */
  public Muon epsilon(double epsilon) {
    Muon copy = copy();
    copy.epsilon = Arguments.notNegative("epsilon", epsilon);
    return copy;
  }

  /** A copy with this first coefficient of the iteration; 3.4445 by default. */
  public Muon muonA(double muonA) {
    Muon copy = copy();
    copy.muonA = Arguments.finite("muonA", muonA);
    return copy;
  }

  /** A copy with this second coefficient of the iteration; -4.775 by default. */
  public Muon muonB(double muonB) {
    Muon copy = copy();
    copy.muonB = Arguments.finite("muonB", muonB);
    return copy;
  }

  /** A copy with this third coefficient of the iteration; 2.0315 by default. */
  public Muon muonC(double muonC) {
    Muon copy = copy();
    copy.muonC = Arguments.finite("muonC", muonC);
    return copy;
  }

  /** A copy whose Adam learns at this multiple of the learning rate; 1 by default. */
  public Muon adamLrRatio(double adamLrRatio) {
    Muon copy = copy();
    copy.adamLrRatio = Arguments.notNegative("adamLrRatio", adamLrRatio);
    return copy;
  }

  /** A copy that keeps this share of its sum of gradients, from 0 to 1; 0.95 by default. */
  public Muon momentum(double momentum) {
    Muon copy = copy();
    copy.momentum = Arguments.fraction("momentum", momentum);
    return copy;
  }

  /** A copy with so many iterations, 1 or more; 5 by default. */
  public Muon nsSteps(int nsSteps) {
    Muon copy = copy();
    copy.nsSteps = Arguments.positive("nsSteps", nsSteps);
    return copy;
  }

  /** A copy that looks one step ahead, the default, or not. */
  public Muon nesterov(boolean nesterov) {
    Muon copy = copy();
    copy.nesterov = nesterov;
    return copy;
  }

  /** A copy whose Adam decays weights so much; 0.004 by default. */
  public Muon adamWeightDecay(double adamWeightDecay) {
    Muon copy = copy();
    copy.adamWeightDecay = Arguments.notNegative("adamWeightDecay", adamWeightDecay);
    return copy;
  }

  /**
   * A copy whose steps have about this root mean square, times the learning rate; 0.2 by default.
   */
  public Muon rmsRate(double rmsRate) {
    Muon copy = copy();
    copy.rmsRate = Arguments.positive("rmsRate", rmsRate);
    return copy;
  }

  /** A copy that leaves weights to Adam in whose name one of these regular expressions is found. */
  public Muon excludeLayers(String... patterns) {
    Muon copy = copy();
    copy.excludeLayers = List.of(patterns);
    copy.excludeLayers.forEach(Pattern::compile);
    return copy;
  }

  /**
   * A copy that leaves weights with {@code embedding} in their name to Adam, the default, or not.
   */
  public Muon excludeEmbeddings(boolean excludeEmbeddings) {
    Muon copy = copy();
    copy.excludeEmbeddings = excludeEmbeddings;
    return copy;
  }

  /** Whether a weight is left to Adam, which keeps a velocity beside the momentum. */
  public boolean usesAdam(String weight, int axes) {
    return axes != 2
        || (excludeEmbeddings && weight.toLowerCase(Locale.ROOT).contains("embedding"))
        || excludeLayers.stream().anyMatch(each -> Pattern.compile(each).matcher(weight).find());
  }

  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    GraphBuilder graph = context.graph();
    Value momentumSlot = context.slot("momentum", 0);
    if (usesAdam(weight.name(), weight.shape().rank())) {
      return adam(context, weight, gradient, momentumSlot);
    }
    Value sum =
        graph.plus(momentumSlot, graph.plus(gradient, graph.linear(momentumSlot, momentum - 1, 0)));
    context.update(momentumSlot, sum);
    Value ahead = nesterov ? graph.plus(gradient, graph.linear(sum, momentum, 0)) : sum;
    int rows = weight.shape().dim(0);
    int columns = weight.shape().dim(1);
    Value direction = orthogonal(graph, rows > columns ? graph.add(TURN, ahead) : ahead);
    direction = rows > columns ? graph.add(TURN, direction) : direction;
    Value size =
        graph.linear(context.learningRate(), Math.sqrt(Math.max(rows, columns)) * rmsRate, 0);
    return graph.minus(decayed(context, weight), graph.times(direction, size));
  }

  private Value adam(UpdateContext context, Value weight, Value gradient, Value mean) {
    GraphBuilder graph = context.graph();
    Value square = context.slot("velocity", 0);
    Value nextMean = Averages.approach(graph, mean, gradient, 1 - adamBeta1);
    Value nextSquare =
        Averages.approach(
            graph, square, graph.unary(UnaryFunction.SQUARE, gradient), 1 - adamBeta2);
    context.update(mean, nextMean);
    context.update(square, nextSquare);
    Value correction =
        context.number(
            "correction",
            step -> Math.sqrt(Averages.rest(adamBeta2, step)) / Averages.rest(adamBeta1, step));
    Value rate = graph.times(graph.linear(context.learningRate(), adamLrRatio, 0), correction);
    Value root = graph.linear(graph.unary(UnaryFunction.SQRT, nextSquare), 1, epsilon);
    return graph.minus(
        decayed(context, weight, decayOf(weight, adamWeightDecay)),
        graph.divide(graph.times(nextMean, rate), root));
  }

  /** Of a matrix that is not higher than it is wide. */
  private Value orthogonal(GraphBuilder graph, Value matrix) {
    Value squares =
        graph.reduceAll(ReductionFunction.SUM, graph.unary(UnaryFunction.SQUARE, matrix));
    Value norm = graph.linear(graph.unary(UnaryFunction.SQRT, squares), 1, 1e-7);
    Value x = graph.divide(matrix, norm);
    for (int i = 0; i < nsSteps; i++) {
      Value a = graph.add(InnerProduct.PLAIN, x, graph.add(TURN, x));
      Value square = graph.add(InnerProduct.PLAIN, a, a);
      Value b = graph.plus(graph.linear(a, muonB, 0), graph.linear(square, muonC, 0));
      x = graph.plus(graph.linear(x, muonA, 0), graph.add(InnerProduct.PLAIN, b, x));
    }
    return x;
  }

  /** Reads a config's own arguments; {@link Optimizers#from} reads those that all have. */
  public static Muon from(ConfigReader config) {
    Muon muon =
        new Muon(learningRate(config, 1e-3))
            .adamBeta1(config.number("adam_beta_1", 0.9))
            .adamBeta2(config.number("adam_beta_2", 0.999))
            .epsilon(config.number("epsilon", 1e-7))
            .muonA(config.number("muon_a", 3.4445))
            .muonB(config.number("muon_b", -4.775))
            .muonC(config.number("muon_c", 2.0315))
            .adamLrRatio(config.number("adam_lr_ratio", 1))
            .momentum(config.number("momentum", 0.95))
            .nsSteps(config.integer("ns_steps", 5))
            .nesterov(config.flag("nesterov", true))
            .adamWeightDecay(config.number("adam_weight_decay", 0.004))
            .rmsRate(config.number("rms_rate", 0.2));
    if (config.isNull("rms_rate")) {
      throw new UnsupportedConfigException("rms_rate=null is not supported; a number is");
    }
    if (config.isNull("weight_decay")) {
      muon = muon.weightDecay(0);
    }
    if (config.isNull("adam_weight_decay")) {
      muon = muon.adamWeightDecay(0);
    }
    return muon.excludeLayers(config.texts("exclude_layers").toArray(String[]::new))
        .excludeEmbeddings(config.flag("exclude_embeddings", true));
  }

  @Override
  public Config config() {
    return baseConfig("Muon")
        .with("adam_beta_1", adamBeta1)
        .with("adam_beta_2", adamBeta2)
        .with("epsilon", epsilon)
        .with("exclude_layers", excludeLayers)
        .with("muon_a", muonA)
        .with("muon_b", muonB)
        .with("muon_c", muonC)
        .with("adam_lr_ratio", adamLrRatio)
        .with("momentum", momentum)
        .with("ns_steps", nsSteps)
        .with("nesterov", nesterov)
        .with("exclude_embeddings", excludeEmbeddings)
        .with("adam_weight_decay", adamWeightDecay)
        .with("rms_rate", rmsRate);
  }
}
