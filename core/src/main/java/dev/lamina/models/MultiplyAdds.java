package dev.lamina.models;

import dev.lamina.ir.BatchNormInference;
import dev.lamina.ir.Conv2d;
import dev.lamina.ir.InnerProduct;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Unary;
import dev.lamina.ir.UnaryFunction;
import dev.lamina.models.Explanation.Worked;
import java.util.ArrayList;
import java.util.List;

/** Counts the multiply-adds of ops: numbers computed times terms in each. */
final class MultiplyAdds {
  private MultiplyAdds() {}

  static Worked of(List<Node> nodes) {
    long sum = 0;
    List<String> formulas = new ArrayList<>();
    for (Node node : nodes) {
      int[] terms = terms(node);
      if (terms.length > 0) {
        formulas.add(numbers(node.output().shape()) + " * " + WeightCounts.product(terms));
        long count = node.output().shape().size();
        for (int factor : terms) {
          count *= factor;
        }
        sum += count;
      }
    }
    return new Worked(String.join(" + ", formulas), sum);
  }

  /** The batch of one is left out; a first axis above it counts places. */
  private static String numbers(Shape output) {
    return WeightCounts.product((output.dim(0) == 1 ? output.sample() : output).toArray());
  }

  /** The factors of the number of terms in each number computed; none if there are no products. */
  private static int[] terms(Node node) {
    Op op = node.op();
    if (op instanceof Conv2d || op instanceof InnerProduct) {
      Shape weights = node.inputs().get(1).shape(); // the last axis counts filters or units
      int[] terms = new int[weights.rank() - 1];
      System.arraycopy(weights.toArray(), 0, terms, 0, terms.length);
      return terms;
    }
    boolean isScaling = op instanceof Unary unary && unary.function() == UnaryFunction.LINEAR;
    return op instanceof BatchNormInference || isScaling ? new int[] {1} : new int[0];
  }
}
