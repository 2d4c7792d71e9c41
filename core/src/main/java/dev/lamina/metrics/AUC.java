package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.losses.PerSample;
import dev.lamina.metrics.counting.Decisions;
import dev.lamina.metrics.counting.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The area under the ROC curve (true positive rate over false positive rate) or the
 * precision-recall curve, by a Riemann sum over thresholds. All outputs are taken as one kind of
 * yes-or-no answer; targets have the predictions' shape, and are yes wherever they are not 0.
 *
 * <p>The precision-recall curve is interpolated as in Davis and Goadrich, "The relationship between
 * Precision-Recall and ROC curves", 2006. A step needs memory for the batch's outputs times the
 * number of thresholds.
 *
 * <pre>{@code
 * model.compile(new Adam(), new BinaryCrossentropy(), List.of(new AUC()));
 * new AUC().curve(AUC.Curve.PR);
 * }</pre>
 */
public final class AUC extends FluentMetric<AUC> implements StateMetric {
  private final int numThresholds;
  private final Curve curve;
  private final SummationMethod summationMethod;
  private final List<Double> thresholds;
  private final boolean fromLogits;

  private static final double EPSILON = 1e-7;
  private static final String POSITIVES = "positives";
  private static final String NEGATIVES = "negatives";

  /** Which curve. */
  public enum Curve {
    /** The true positive rate over the false positive rate. */
    ROC,
    /** Precision over recall. */
    PR
  }

  /** How high the curve is between two thresholds. */
  public enum SummationMethod {
    /** The middle of both; for precision and recall, by the positives in between. */
    INTERPOLATION,
    /** The lower of both, which gives a lower bound. */
    MINORING,
    /** The higher of both, which gives an upper bound. */
    MAJORING;

    double height(double left, double right) {
      return switch (this) {
        case INTERPOLATION -> (left + right) / 2;
        case MINORING -> Math.min(left, right);
        case MAJORING -> Math.max(left, right);
      };
    }
  }

  private static final Choices<Curve> CURVES = Choices.of("curve", Curve.class);
  private static final Choices<SummationMethod> METHODS =
      Choices.of("summation_method", SummationMethod.class);

  private AUC(
      String name,
      int numThresholds,
      Curve curve,
      SummationMethod summationMethod,
      List<Double> thresholds,
      boolean fromLogits) {
    super("AUC", name);
    thresholds = thresholds.stream().sorted().toList();
    thresholds.forEach(threshold -> Arguments.fraction("threshold", threshold));
    if (!thresholds.isEmpty()) {
      numThresholds = thresholds.size() + 2;
    }
    if (numThresholds <= 1) {
      throw new IllegalArgumentException("numThresholds must be > 1, received " + numThresholds);
    }
    this.numThresholds = numThresholds;
    this.curve = curve;
    this.summationMethod = summationMethod;
    this.thresholds = thresholds;
    this.fromLogits = fromLogits;
  }

  public AUC() {
    this("auc", 200, Curve.ROC, SummationMethod.INTERPOLATION, List.of(), false);
  }

  /** A copy with another argument: above 1; 200 by default, evenly from 0 to 1. */
  public AUC numThresholds(int numThresholds) {
    return new AUC(name(), numThresholds, curve, summationMethod, List.of(), fromLogits);
  }

  /** A copy with another argument: {@link Curve#ROC} by default. */
  public AUC curve(Curve curve) {
    return new AUC(name(), numThresholds, curve, summationMethod, thresholds, fromLogits);
  }

  /** A copy with another argument: {@link SummationMethod#INTERPOLATION} by default. */
  public AUC summationMethod(SummationMethod summationMethod) {
    return new AUC(name(), numThresholds, curve, summationMethod, thresholds, fromLogits);
  }

  /**
   * A copy with another argument: those between 0 and 1, ascending, in place of the even ones;
   * empty by default. Then {@code numThresholds} is their number and two.
   */
  public AUC thresholds(double... thresholds) {
    List<Double> given = Arrays.stream(thresholds).boxed().toList();
    return new AUC(name(), numThresholds, curve, summationMethod, given, fromLogits);
  }

  /** A copy with another argument: whether predictions are logits; false by default. */
  public AUC fromLogits(boolean fromLogits) {
    return new AUC(name(), numThresholds, curve, summationMethod, thresholds, fromLogits);
  }

  @Override
  AUC withName(String name) {
    return new AUC(name, numThresholds, curve, summationMethod, thresholds, fromLogits);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    Value y = PerSample.target(graph, target, prediction.shape());
    Value p = fromLogits ? graph.unary(UnaryFunction.SIGMOID, prediction) : prediction;
    int count = p.shape().size();
    Value above = above(graph, graph.reshape(p, Shape.of(count, 1)));
    Decisions decisions = Decisions.of(graph, y, above, weight);
    Value positive = graph.reshape(decisions.positive(), Shape.of(1, count));
    Value negative = graph.reshape(decisions.negative(), Shape.of(1, count));
    return Map.of(
        Decisions.TRUE_POSITIVES,
        graph.add(InnerProduct.PLAIN, positive, above),
        Decisions.FALSE_POSITIVES,
        graph.add(InnerProduct.PLAIN, negative, above),
        POSITIVES,
        graph.reduceAll(ReductionFunction.SUM, positive),
        NEGATIVES,
        graph.reduceAll(ReductionFunction.SUM, negative));
  }

  /**
   * Which predictions {@code (M, 1)} are above which thresholds: {@code (M, numThresholds)}. All
   * are above the first and none is above the last, as Keras moves those out of 0 and 1.
   */
  private Value above(GraphBuilder graph, Value p) {
    if (!isEven()) {
      List<Double> all = new ArrayList<>(thresholds);
      all.add(0, -EPSILON);
      all.add(1 + EPSILON);
      return graph.binary(BinaryFunction.GREATER, p, Vectors.of(graph, all));
    }
    return Vectors.aboveEven(graph, p, numThresholds, true);
  }

  private boolean isEven() {
    for (int i = 0; i < thresholds.size(); i++) {
      double even = (i + 1.0) / (numThresholds - 1);
      if (Math.abs(thresholds.get(i) - even) > EPSILON + 1e-5 * even) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double result(Sums sums) {
    double[] truePositives = sums.array(Decisions.TRUE_POSITIVES);
    double[] falsePositives = sums.array(Decisions.FALSE_POSITIVES);
    double positives = sums.number(POSITIVES);
    double negatives = sums.number(NEGATIVES);
    if (curve == Curve.PR && summationMethod == SummationMethod.INTERPOLATION) {
      return interpolated(truePositives, falsePositives, positives);
    }
    double area = 0;
    for (int i = 0; i + 1 < numThresholds; i++) {
      double width;
      double left;
      double right;
      if (curve == Curve.ROC) {
        width = ratio(falsePositives[i] - falsePositives[i + 1], negatives);
        left = ratio(truePositives[i], positives);
        right = ratio(truePositives[i + 1], positives);
      } else {
        width = ratio(truePositives[i] - truePositives[i + 1], positives);
        left = Decisions.share(truePositives[i], falsePositives[i]);
        right = Decisions.share(truePositives[i + 1], falsePositives[i + 1]);
      }
      area += width * summationMethod.height(left, right);
    }
    return area;
  }

  /** Between two thresholds true and predicted positives change evenly, not their ratio. */
  private static double interpolated(
      double[] truePositives, double[] falsePositives, double positives) {
    double area = 0;
    for (int i = 0; i + 1 < truePositives.length; i++) {
      double gained = truePositives[i] - truePositives[i + 1];
      double from = truePositives[i + 1] + falsePositives[i + 1];
      double to = truePositives[i] + falsePositives[i];
      double slope = ratio(gained, Math.max(to - from, 0));
      double intercept = truePositives[i + 1] - slope * from;
      double log = from > 0 && to > 0 ? Math.log(to / from) : 0;
      area += ratio(slope * (gained + intercept * log), positives);
    }
    return area;
  }

  private static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static AUC from(ConfigReader config) {
    config.only("multi_label", false);
    config.onlyNull("num_labels", "label_weights");
    return new AUC(
        Metrics.name(config),
        config.integer("num_thresholds", 200),
        choice(CURVES, "curve", config.text("curve", "ROC")),
        choice(METHODS, "summation_method", config.text("summation_method", "interpolation")),
        numbers(config),
        config.flag("from_logits", false));
  }

  /** Keras takes the names in any case. */
  private static <T> T choice(Choices<T> choices, String argument, String name) {
    T found = choices.find(name);
    if (found == null) {
      throw new UnsupportedConfigException(
          "%s=%s is not supported; only %s is"
              .formatted(argument, name, String.join(" or ", choices.names())));
    }
    return found;
  }

  private static List<Double> numbers(ConfigReader config) {
    if (!config.has("thresholds")) {
      return List.of();
    }
    List<Double> numbers = new ArrayList<>();
    if (config.value("thresholds") instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Number number) {
          numbers.add(number.doubleValue());
        }
      }
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw new UnsupportedConfigException(
        "thresholds=%s is not supported; only a list of numbers is"
            .formatted(config.value("thresholds")));
  }

  @Override
  public Config config() {
    Config config =
        baseConfig()
            .with("num_thresholds", numThresholds)
            .with("curve", curve.name())
            .with("summation_method", summationMethod.name().toLowerCase(Locale.ROOT))
            .with("multi_label", false)
            .with("num_labels", null)
            .with("label_weights", null)
            .with("from_logits", fromLogits);
    return thresholds.isEmpty() ? config : config.with("thresholds", thresholds);
  }
}
