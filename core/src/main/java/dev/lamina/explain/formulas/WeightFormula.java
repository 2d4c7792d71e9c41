package dev.lamina.explain.formulas;

import dev.lamina.explain.Explanation.Worked;
import dev.lamina.network.WeightSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Writes how many weights a layer has as a sum of products. */
final class WeightFormula {
  private WeightFormula() {}

  /** For example {@code kernel 3*3*1*32 + bias 32}. */
  static String of(List<WeightSpec> weights) {
    return weights.stream()
        .map(weight -> weight.part() + " " + product(weight))
        .collect(Collectors.joining(" + "));
  }

  private static String product(WeightSpec weight) {
    return Worked.product(weight.shape().toArray()).formula();
  }
}
