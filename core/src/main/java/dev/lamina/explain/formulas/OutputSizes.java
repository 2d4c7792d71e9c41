package dev.lamina.explain.formulas;

import dev.lamina.explain.Explanation.Worked;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out how a layer's output gets its shape. */
final class OutputSizes {
  private OutputSizes() {}

  static List<String> worked(List<Node> nodes, Shape input, Shape output) {
    for (Node node : nodes) {
      Optional<Window> window = node.reach().window();
      if (window.isPresent()) {
        return windowed(window.get(), node);
      }
    }
    if (nodes.stream().anyMatch(node -> node.op() instanceof InnerProduct)) {
      return List.of(output.dim(-1) + ", one for each unit");
    }
    if (output.equals(input)) {
      return List.of("as its input");
    }
    if (output.rank() == 1 && nodes.stream().allMatch(node -> node.op() instanceof Reshaping)) {
      return List.of(Worked.product(input.toArray()).formula() + " = " + output);
    }
    return List.of(input + " becomes " + output);
  }

  private static List<String> windowed(Window w, Node node) {
    Shape x = node.inputs().get(0).shape();
    Shape y = node.output().shape();
    String height =
        axis(
            x.dim(1), w.kernelH(), w.dilationH(), w.padTop(), w.padBottom(), w.strideH(), y.dim(1));
    String width =
        axis(
            x.dim(2), w.kernelW(), w.dilationW(), w.padLeft(), w.padRight(), w.strideW(), y.dim(2));
    List<String> lines = new ArrayList<>();
    if (height.equals(width)) {
      lines.add(height + " (height and width)");
    } else {
      lines.add(height + " (height)");
      lines.add(width + " (width)");
    }
    lines.add(
        y.dim(3)
            + (node.op() instanceof Convolution
                ? ", one for each filter"
                : " channels, as before"));
    return lines;
  }

  /** For example {@code (28 - 3 + 2*1)/1 + 1 = 28}. */
  private static String axis(
      int size, int kernel, int dilation, int before, int after, int stride, int result) {
    String span = dilation == 1 ? "" + kernel : "((%d - 1)*%d + 1)".formatted(kernel, dilation);
    String padding = before == after ? "2*" + before : "(%d + %d)".formatted(before, after);
    int moves = size - ((kernel - 1) * dilation + 1) + before + after;
    String quotient = "(%d - %s + %s)/%d".formatted(size, span, padding, stride);
    boolean isExact = moves % stride == 0;
    return (isExact ? quotient : "floor(" + quotient + ")") + " + 1 = " + result;
  }
}
