package dev.lamina.explain.formulas;

import dev.lamina.explain.Explanation.Worked;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the multiply-adds of ops as numbers computed times terms in each. */
final class MultiplyAddFormula {
  private MultiplyAddFormula() {}

  static Worked of(List<Node> nodes) {
    List<MultiplyAdds> counted =
        nodes.stream().map(Node::multiplyAdds).flatMap(Optional::stream).toList();
    List<String> formulas = new ArrayList<>();
    for (MultiplyAdds op : counted) {
      formulas.add(numbers(op.numbers()) + " * " + Worked.product(op.terms().toArray()).formula());
    }
    return new Worked(
        String.join(" + ", formulas), counted.stream().mapToLong(MultiplyAdds::count).sum());
  }

  /** The batch of one is left out; a first axis above it counts places. */
  private static String numbers(Shape output) {
    return Worked.product((output.dim(0) == 1 ? output.sample() : output).toArray()).formula();
  }
}
