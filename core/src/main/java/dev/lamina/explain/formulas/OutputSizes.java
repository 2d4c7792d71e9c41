package dev.lamina.explain.formulas;

import dev.lamina.explain.Explanation.Worked;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowFormula;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

  private static List<String> windowed(Window window, Node node) {
    Shape input = node.inputs().get(0).shape();
    List<String> formulas =
        IntStream.range(0, window.rank())
            .mapToObj(axis -> WindowFormula.of(window.axis(axis), input.dim(axis + 1)))
            .toList();
    List<String> names = SpatialAxes.names(window.rank());
    List<String> lines = new ArrayList<>();
    if (formulas.stream().distinct().count() == 1) {
      lines.add("%s (%s)".formatted(formulas.get(0), SpatialAxes.list(names)));
    } else {
      for (int axis = 0; axis < window.rank(); axis++) {
        lines.add("%s (%s)".formatted(formulas.get(axis), names.get(axis)));
      }
    }
    lines.add(
        node.output().shape().dim(-1)
            + (node.op() instanceof Convolution
                ? ", one for each filter"
                : " channels, as before"));
    return lines;
  }
}
