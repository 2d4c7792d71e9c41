package dev.lamina.contract;

import dev.lamina.ir.DType;
import dev.lamina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Numbers that code made for ordinary ones easily gets wrong. */
public enum SpecialValue {
  /** Not a number. */
  NAN(Double.NaN),
  /** What overflows. */
  INFINITY(Double.POSITIVE_INFINITY),
  /** What overflows below 0. */
  MINUS_INFINITY(Double.NEGATIVE_INFINITY),
  /** Equal to 0, but of the other sign. */
  MINUS_ZERO(-0.0),
  /** Below the smallest normal float. */
  DENORMAL(1e-41f);

  private static final int MOST = 3;

  private final double number;

  SpecialValue(double number) {
    this.number = number;
  }

  /** Whether an engine may take this for 0. */
  boolean mayBeZero() {
    return this == MINUS_ZERO || this == DENORMAL;
  }

  /** The case with this in one to three places of one of its inputs, if it has any. */
  OpCase among(OpCase opCase) {
    return with(opCase, number);
  }

  /** The case with 0 in those places. */
  OpCase zeroAmong(OpCase opCase) {
    return with(opCase, 0);
  }

  private static OpCase with(OpCase opCase, double number) {
    Random random = new Random(opCase.seed() * 0x9E3779B97F4A7C15L);
    List<Value> inputs =
        opCase.graph().inputs().stream()
            .filter(input -> input.type().dtype() == DType.FLOAT32)
            .toList();
    if (inputs.isEmpty()) {
      return opCase;
    }
    Map<String, double[]> feeds = new LinkedHashMap<>(opCase.feeds());
    feeds.computeIfPresent(
        inputs.get(random.nextInt(inputs.size())).name(),
        (name, values) -> {
          double[] changed = values.clone();
          for (int places = random.nextInt(MOST) + 1; places > 0; places--) {
            changed[random.nextInt(changed.length)] = number;
          }
          return changed;
        });
    return opCase.withFeeds(feeds);
  }
}
