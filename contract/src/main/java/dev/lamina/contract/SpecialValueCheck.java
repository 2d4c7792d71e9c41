package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.ir.ops.UnaryGradient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs cases with {@linkplain SpecialValue special values} among their numbers. What an engine must
 * do with them:
 *
 * <ul>
 *   <li>What they do not reach stays as it is.
 *   <li>Where the reference has NaN or an infinity, the engine has one too: nothing that is not
 *       finite turns into an ordinary number. An infinity may be NaN, and where several numbers are
 *       chosen from, also the largest float.
 *   <li>Where the reference has a number, the engine has that number, or NaN: NaN and infinities
 *       may spread further than they must, as they do where an element is multiplied by 0.
 *   <li>Ops that choose or saturate (relu, clip, max pooling and their like, also fused) may take
 *       NaN for a number, also NaN that comes of infinities: the processor's instructions for it do
 *       not pass NaN on. Models look for NaN in data and weights instead, before it gets there.
 *   <li>-0 and numbers below the smallest normal float may be taken for 0.
 * </ul>
 *
 * <pre>{@code
 * SpecialValueCheck check = new SpecialValueCheck(engine, ReferenceEngine.float32());
 * check.differences(OpFamily.SOFTMAX, SpecialValue.NAN, 40, DType.FLOAT32); // empty: all is right
 * }</pre>
 */
public final class SpecialValueCheck {
  private static final int MOST_REPORTED = 5;

  private static final Set<UnaryFunction> SATURATING =
      EnumSet.of(
          UnaryFunction.RELU,
          UnaryFunction.ELU,
          UnaryFunction.SIGMOID,
          UnaryFunction.TANH,
          UnaryFunction.HARD_SIGMOID,
          UnaryFunction.CLIP);

  private final Engine engine;
  private final Engine reference;

  /**
   * A check of one engine.
   *
   * @param engine what is checked
   * @param reference what defines the right numbers
   */
  public SpecialValueCheck(Engine engine, Engine reference) {
    this.engine = engine;
    this.reference = reference;
  }

  /**
   * Cases in which the engine breaks a rule.
   *
   * @param count how many cases of the family are tried
   * @param dtype in what the ops compute
   */
  public List<String> differences(OpFamily family, SpecialValue special, int count, DType dtype) {
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < count && found.size() < MOST_REPORTED; seed++) {
      OpCase ordinary = OpCases.of(family, seed, dtype);
      try {
        List<String> problems = problems(ordinary, special);
        if (!problems.isEmpty()) {
          found.add(
              "with %s among the numbers of %s%s"
                  .formatted(special, ordinary, String.join(System.lineSeparator(), problems)));
        }
      } catch (UnsupportedOpException e) {
        if (!family.isOptional()) {
          found.add(ordinary + e.getMessage());
        }
      }
    }
    return found;
  }

  private List<String> problems(OpCase ordinary, SpecialValue special) {
    OpCase changed = special.among(ordinary);
    var received = changed.run(engine);
    var expected = changed.run(reference);
    var withZero = special.zeroAmong(ordinary).run(reference);
    List<Op> ops = ordinary.graph().nodes().stream().map(Node::op).toList();
    boolean losesNan = ops.stream().anyMatch(SpecialValueCheck::mayLoseNan);
    boolean choosesBackward = ops.stream().anyMatch(SpecialValueCheck::choosesBackward);
    List<String> problems = new ArrayList<>();
    for (Expectation expectation : ordinary.expectations()) {
      double[] right = expected.output(expectation.output());
      double[] zero = withZero.output(expectation.output());
      double[] actual = received.output(expectation.output());
      double allowed = expectation.allowed(right);
      for (int i = 0; i < right.length; i++) {
        boolean reached = choosesBackward || !isSame(right[i], zero[i]);
        boolean excused =
            special.mayBeZero()
                ? isClose(actual[i], zero[i], expectation.allowed(zero))
                : reached && losesNan && !Double.isInfinite(right[i]);
        if (!excused && !isRight(actual[i], right[i], allowed, special)) {
          problems.add(
              "output %s, element %d: received %s, expected %s"
                  .formatted(expectation.output(), i, actual[i], right[i]));
          break;
        }
      }
    }
    return problems;
  }

  private static boolean isRight(
      double received, double expected, double allowed, SpecialValue special) {
    if (Double.isNaN(expected)) {
      return !Double.isFinite(received);
    }
    if (Double.isInfinite(expected)) {
      // An engine that computes in double goes on where float overflows.
      return Double.isNaN(received) || received * Math.signum(expected) >= Float.MAX_VALUE;
    }
    return isClose(received, expected, allowed) || (Double.isNaN(received) && !special.mayBeZero());
  }

  private static boolean isClose(double received, double expected, double allowed) {
    return isSame(received, expected) || Math.abs(received - expected) <= allowed;
  }

  private static boolean isSame(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  /** Whether this chooses from its inputs, or cuts them off. */
  private static boolean mayLoseNan(Op op) {
    if (op instanceof Unary unary) {
      return SATURATING.contains(unary.function());
    }
    if (op instanceof Convolution convolution) {
      return mayLoseNan(convolution.activation());
    }
    if (op instanceof InnerProduct product) {
      return mayLoseNan(product.activation());
    }
    if (op instanceof Binary binary) {
      return binary.function() == BinaryFunction.MAXIMUM
          || binary.function() == BinaryFunction.MINIMUM;
    }
    if (op instanceof BatchNormTraining norm) {
      return norm.relu();
    }
    return op instanceof MaxPooling || choosesBackward(op);
  }

  /** Whether this passes gradients on to where NaN may, or may not, have been chosen. */
  private static boolean choosesBackward(Op op) {
    return op instanceof MaxPoolingGradient
        || op instanceof UnaryGradient
        || (op instanceof BatchNormGradient norm && norm.relu());
  }
}
