package dev.lamina.contract;

import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Convolutions: any window, groups up to depthwise, with and without bias and activation. */
final class ConvolutionCases {
  private static final long MOST_PRODUCTS = 1_000_000;

  private ConvolutionCases() {}

  /** Shapes that belong together. */
  private record Geometry(Window window, int groups, Shape input, Shape filter, Shape output) {
    static Geometry draw(CaseBuilder c) {
      while (true) {
        Geometry geometry = drawAny(c);
        long products =
            (long) geometry.output.size() * geometry.filter.size() / geometry.filter.dim(-1);
        if (products <= MOST_PRODUCTS) {
          return geometry;
        }
      }
    }

    private static Geometry drawAny(CaseBuilder c) {
      int channels = c.width();
      int groups = 1;
      int filters = c.width();
      switch (c.between(0, 5)) {
        case 0 -> { // depthwise, each channel with one or more filters
          groups = channels;
          filters = channels * c.between(1, 3);
        }
        case 1 -> {
          groups = c.between(2, 4);
          channels = groups * (c.oneIn(3) ? c.width() : c.between(1, 9));
          filters = groups * (c.oneIn(3) ? c.width() : c.between(1, 9));
        }
        default -> {}
      }
      Windows.Placed placed = Windows.ofConvolution(c, channels);
      Window window = placed.window();
      Shape filter = window.filterShape(channels / groups, filters);
      return new Geometry(window, groups, placed.images(), filter, placed.output(filters));
    }
  }

  static void forward(CaseBuilder c) {
    Geometry g = Geometry.draw(c);
    Unary activation = Activations.draw(c);
    List<Value> inputs = new ArrayList<>();
    inputs.add(c.input("x", g.input));
    inputs.add(c.input("filter", g.filter));
    if (c.coin()) {
      inputs.add(c.input("bias", Shape.of(g.filter.dim(-1))));
    }
    int terms = g.filter.sizeFrom(0) / g.filter.dim(-1) + 1;
    Value y = c.add(new Convolution(g.window, g.groups, activation), inputs).get(0);
    expectActivated(c, y, activation, terms);
  }

  /** Activations change errors by little more than a factor of 1, and add their own. */
  static void expectActivated(CaseBuilder c, Value y, Unary activation, int terms) {
    double own = activation.isIdentity() ? 0 : CaseBuilder.FUNCTION_TOLERANCE;
    c.expect("y", y, 1e-6 * Math.sqrt(terms) + own, Math.sqrt(terms));
  }

  static void inputGradient(CaseBuilder c) {
    Geometry g = Geometry.draw(c);
    Value filter = c.input("filter", g.filter);
    Value dy = c.input("dy", g.output);
    Value dx =
        c.add(new ConvolutionInputGradient(g.window, g.groups, g.input), List.of(filter, dy))
            .get(0);
    int terms = g.window.taps() * (g.filter.dim(-1) / g.groups);
    c.expectSum("dx", dx, terms);
  }

  static void filterGradient(CaseBuilder c) {
    Geometry g = Geometry.draw(c);
    boolean bias = c.coin();
    Value x = c.input("x", g.input);
    Value dy = c.input("dy", g.output);
    List<Value> gradients =
        c.add(new ConvolutionFilterGradient(g.window, g.groups, bias), List.of(x, dy));
    int terms = g.output.size() / g.output.dim(-1);
    c.expectSum("dfilter", gradients.get(0), terms);
    if (bias) {
      c.expectSum("dbias", gradients.get(1), terms);
    }
  }

  static void transposed(CaseBuilder c) {
    Geometry g = Geometry.draw(c);
    Unary activation = Activations.draw(c);
    Value filter = c.input("filter", g.filter);
    Value x = c.input("x", g.output);
    Value upstream = c.input("upstream", g.input);
    Value y =
        c.add(new ConvolutionInputGradient(g.window, g.groups, g.input), List.of(filter, x)).get(0);
    Map<Value, Value> gradients = Gradients.of(c.graph(), Map.of(y, upstream), List.of(filter, x));
    if (c.coin()) {
      y = c.graph().plus(y, c.input("bias", Shape.of(g.input.dim(-1))));
    }
    if (!activation.isIdentity()) {
      y = c.graph().add(activation, y);
    }
    int terms = g.window.taps() * (g.filter.dim(-1) / g.groups);
    expectActivated(c, y, activation, terms + 1);
    c.expectSum("dfilter", find(gradients, filter), g.output.size() / g.output.dim(-1));
    c.expectSum("dx", find(gradients, x), g.filter.sizeFrom(0) / g.filter.dim(-1));
  }

  private static Value find(Map<Value, Value> gradients, Value value) {
    return Objects.requireNonNull(gradients.get(value));
  }
}
