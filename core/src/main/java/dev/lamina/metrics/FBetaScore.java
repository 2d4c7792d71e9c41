package dev.lamina.metrics;

import dev.lamina.config.Arguments;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weighted harmonic mean of precision p and recall r, {@code (1 + beta^2) p r / (beta^2 p +
 * r)}: with beta 1 the {@link F1Score}. Targets have the predictions' shape, {@code (N, classes)}.
 *
 * <pre>{@code
 * new FBetaScore().beta(2).average(F1Score.Average.MACRO);
 * }</pre>
 */
public final class FBetaScore extends FluentMetric<FBetaScore> implements StateMetric {
  private final F1Score counted;
  private final double beta;

  private FBetaScore(String name, F1Score counted, double beta) {
    super("FBetaScore", name);
    this.counted = counted;
    this.beta = Arguments.positive("beta", beta);
  }

  public FBetaScore() {
    this("fbeta_score", new F1Score(), 1);
  }

  /** A copy that joins the classes' scores so; {@link F1Score.Average#NONE} by default. */
  public FBetaScore average(F1Score.Average average) {
    return new FBetaScore(name(), counted.average(average), beta);
  }

  /** A copy with this weight of recall, above 0; 1 by default. */
  public FBetaScore beta(double beta) {
    return new FBetaScore(name(), counted, beta);
  }

  /** A copy that takes what is above this for yes; by default the likeliest class. */
  public FBetaScore threshold(double threshold) {
    return new FBetaScore(name(), counted.threshold(threshold), beta);
  }

  @Override
  FBetaScore withName(String name) {
    return new FBetaScore(name, counted, beta);
  }

  @Override
  public Map<String, Value> update(
      GraphBuilder graph, Value target, Value prediction, @Nullable Value weight) {
    return counted.count("FBetaScore", graph, target, prediction, weight);
  }

  @Override
  public double result(Sums sums) {
    return counted.result(sums, beta);
  }

  /** Reads a config's arguments; {@link Metrics#from} finds the class. */
  public static FBetaScore from(ConfigReader config) {
    String name = config.text("name", "fbeta_score");
    double beta = config.number("beta", 1);
    return new FBetaScore(name, F1Score.from(config), beta);
  }

  @Override
  public Config config() {
    return baseConfig()
        .with("average", counted.config().get("average"))
        .with("beta", beta)
        .with("threshold", counted.config().get("threshold"));
  }
}
