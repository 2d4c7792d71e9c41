package dev.lamina.contract;

import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Draws one {@link OpCase}: random attributes, shapes and data, all from one seed. */
final class CaseBuilder {
  /** Bounds what single roundings to float, and functions good to a few ulps, may be off by. */
  static final double FUNCTION_TOLERANCE = 1e-5;

  /** A few units in the last of bfloat16's 8 places: engines may also add up in bfloat16. */
  static final double BFLOAT16_TOLERANCE = 1.0 / 64;

  private static final int[] CHANNELS = {1, 1, 3, 3, 17, 17, 2, 4, 5, 8, 16, 32, 64};

  private static final int[] WIDTHS = {15, 16, 17, 31, 32, 33, 63, 64, 65};

  private final OpFamily family;
  private final int seed;
  private final DType dtype;
  private final Random random;
  private final GraphBuilder graph = new GraphBuilder();
  private final Map<String, double[]> feeds = new LinkedHashMap<>();
  private final Map<Value, double[]> data = new HashMap<>();
  private final List<Expectation> expectations = new ArrayList<>();

  /**
   * @param dtype in what the ops compute
   */
  CaseBuilder(OpFamily family, int seed, DType dtype) {
    this.family = family;
    this.seed = seed;
    this.dtype = dtype;
    // Hashed, since the first numbers of neighbouring seeds are alike.
    random = new Random((family.name() + seed).hashCode() * 0x9E3779B97F4A7C15L);
  }

  OpCase build() {
    Binding[] bindings = Binding.values();
    return new OpCase(
        family, seed, dtype, bindings[seed % bindings.length], graph.build(), feeds, expectations);
  }

  GraphBuilder graph() {
    return graph;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** True once in {@code n} times. */
  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** A whole number, both bounds included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  double uniform(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** 1 or -1. */
  double sign() {
    return coin() ? 1 : -1;
  }

  double normal() {
    return random.nextGaussian();
  }

  /** Mostly normal, with some exact zeros. */
  double normalOrZero() {
    return oneIn(10) ? 0 : normal();
  }

  <T> T choose(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Often 1; seldom more than 4. */
  int batch() {
    return oneIn(3) ? 1 : between(1, 4);
  }

  int channels() {
    return CHANNELS[random.nextInt(CHANNELS.length)];
  }

  /** As {@link #channels}, half of the time a number at or around one that fills vectors. */
  int width() {
    return coin() ? channels() : WIDTHS[random.nextInt(WIDTHS.length)];
  }

  /** A shape of this rank with small dimensions, some of them 1. */
  Shape shape(int rank) {
    int[] dims = new int[rank];
    Arrays.setAll(dims, axis -> oneIn(5) ? 1 : between(1, rank > 3 ? 5 : 9));
    if (rank > 0 && coin()) {
      dims[rank - 1] = channels();
    }
    return Shape.of(dims);
  }

  /** An input of numbers as {@link #normalOrZero} draws them. */
  Value input(String name, Shape shape) {
    return input(name, shape, this::normalOrZero);
  }

  /** An input of numbers, each rounded to the case's type, so that all engines are fed the same. */
  Value input(String name, Shape shape, DoubleSupplier element) {
    double[] values = new double[shape.size()];
    Arrays.setAll(values, i -> rounded(element.getAsDouble()));
    Value input = graph.cast(input(name, TensorType.of(shape), values), dtype);
    data.put(input, values);
    return input;
  }

  /** An input of floats in every case, such as a statistic. */
  Value parameter(String name, Shape shape, DoubleSupplier element) {
    double[] values = new double[shape.size()];
    Arrays.setAll(values, i -> (float) element.getAsDouble());
    return input(name, TensorType.of(shape), values);
  }

  private double rounded(double value) {
    return dtype == DType.BFLOAT16
        ? Float.intBitsToFloat(Float.floatToIntBits((float) value) & 0xFFFF0000)
        : (float) value;
  }

  /** A scalar counter. */
  Value counter(String name, int value) {
    return input(name, new TensorType(DType.INT32, Shape.scalar()), new double[] {value});
  }

  private Value input(String name, TensorType type, double[] values) {
    feeds.put(name, values);
    return graph.input(name, type);
  }

  double[] data(Value input) {
    return Objects.requireNonNull(data.get(input));
  }

  List<Value> add(Op op, List<Value> inputs) {
    return graph.addAll(op, inputs);
  }

  /** Expects the same numbers. */
  void expectExact(String name, Value value) {
    expect(name, value, 0, 0);
  }

  /** Expects what a few roundings allow, of numbers whose terms are about 1. */
  void expectClose(String name, Value value) {
    expect(name, value, FUNCTION_TOLERANCE, 1);
  }

  /**
   * Expects a sum of {@code length} products of numbers of about 1. The sum is of the order of the
   * root of its length; each addition errs by at most 6e-8 of what there is so far, with either
   * sign, so that the errors too grow with the root of the length, relative to the sum.
   */
  void expectSum(String name, Value value, int length) {
    expect(name, value, 1e-6 * Math.sqrt(length), Math.sqrt(length));
  }

  void expect(String name, Value value, double tolerance, double scale) {
    graph.output(name, graph.cast(value, DType.FLOAT32));
    double least = dtype == DType.BFLOAT16 && tolerance > 0 ? BFLOAT16_TOLERANCE : 0;
    expectations.add(new Expectation(name, Math.max(tolerance, least), scale));
  }
}
