package dev.lamina.layers;

import dev.lamina.ShapeException;
import dev.lamina.config.Config;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.BinaryFunction;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on symbolic tensors, as Keras saves its operations: a node of the graph without
 * weights. {@link SymbolicTensor#plus} and its like and {@link Ops} make them.
 *
 * <pre>{@code
 * SymbolicTensor gate = x.plus(3).times(1.0 / 6); // two operations
 * }</pre>
 *
 * <p>Tensors broadcast as in NumPy, the batch included.
 */
public final class Operation extends FluentLayer<Operation> {
  /** What is computed, under the name of Keras's class. */
  public enum Function {
    /** {@code a + b}. */
    ADD("Add", BinaryFunction.ADD),
    /** {@code a - b}. */
    SUBTRACT("Subtract", BinaryFunction.SUBTRACT),
    /** {@code a * b}. */
    MULTIPLY("Multiply", BinaryFunction.MULTIPLY),
    /** {@code a / b}. */
    DIVIDE("TrueDivide", BinaryFunction.DIVIDE),
    /** The larger of two. */
    MAXIMUM("Maximum", BinaryFunction.MAXIMUM),
    /** The smaller of two. */
    MINIMUM("Minimum", BinaryFunction.MINIMUM),
    /** {@code -a}. */
    NEGATIVE("Negative", Unary.of(UnaryFunction.LINEAR, -1, 0)),
    /** {@code |a|}. */
    ABSOLUTE("Absolute", Unary.of(UnaryFunction.ABS)),
    /** {@code a a}. */
    SQUARE("Square", Unary.of(UnaryFunction.SQUARE)),
    /** The square root. */
    SQRT("Sqrt", Unary.of(UnaryFunction.SQRT)),
    /** {@code e^a}. */
    EXP("Exp", Unary.of(UnaryFunction.EXP)),
    /** The natural logarithm. */
    LOG("Log", Unary.of(UnaryFunction.LOG)),
    /** {@code max(a, 0)}. */
    RELU("Relu", Unary.of(UnaryFunction.RELU)),
    /** {@code min(max(a, 0), 6)}. */
    RELU6("Relu6", Unary.of(UnaryFunction.CLIP, 0, 6)),
    /** {@code 1 / (1 + e^-a)}. */
    SIGMOID("Sigmoid", Unary.of(UnaryFunction.SIGMOID)),
    /** The hyperbolic tangent. */
    TANH("Tanh", Unary.of(UnaryFunction.TANH)),
    /** {@code a sigmoid(a)}. */
    SILU("Silu", Unary.of(UnaryFunction.SILU)),
    /** {@code relu6(a + 3) / 6}. */
    HARD_SIGMOID("HardSigmoid", Unary.of(UnaryFunction.HARD_SIGMOID)),
    /** {@code log(1 + e^a)}. */
    SOFTPLUS("Softplus", Unary.of(UnaryFunction.SOFTPLUS)),
    /** Tensors one behind another along an axis. */
    CONCATENATE("Concatenate"),
    /** The same numbers in another shape. */
    RESHAPE("Reshape");

    private final String className;
    private final @Nullable BinaryFunction binary;

    @SuppressWarnings("ImmutableEnumChecker") // a record of an enum and numbers
    private final @Nullable Unary unary;

    Function(String className) {
      this.className = className;
      binary = null;
      unary = null;
    }

    Function(String className, BinaryFunction binary) {
      this.className = className;
      this.binary = binary;
      unary = null;
    }

    Function(String className, Unary unary) {
      this.className = className;
      this.unary = unary;
      binary = null;
    }

    /** The name of Keras's class. */
    public String className() {
      return className;
    }

    /** Whether it is computed of two operands, one of which may be a number. */
    public boolean isBinary() {
      return binary != null;
    }

    /** The function of this name; empty if there is none. */
    public static Optional<Function> of(String className) {
      for (Function each : values()) {
        if (each.className.equals(className)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  private final Function function;
  private final @Nullable Double constant;
  private final boolean constantFirst;
  private final Map<String, Object> arguments;

  private Operation(
      Function function,
      @Nullable Double constant,
      boolean constantFirst,
      Map<String, Object> arguments) {
    this.function = function;
    this.constant = constant;
    this.constantFirst = constantFirst;
    this.arguments = Map.copyOf(arguments);
  }

  /** A function of tensors alone. */
  public static Operation of(Function function) {
    return new Operation(function, null, false, Map.of());
  }

  /** A function of two operands, the second of which is a number. */
  public static Operation of(Function function, double second) {
    return new Operation(function, second, false, Map.of());
  }

  /** A function of two operands, the first of which is a number. */
  public static Operation of(double first, Function function) {
    return new Operation(function, first, true, Map.of());
  }

  /** Tensors one behind another along an axis, counted with the batch; -1 is the last. */
  public static Operation concatenate(int axis) {
    return new Operation(Function.CONCATENATE, null, false, Map.of("axis", axis));
  }

  /**
   * The same numbers in another shape.
   *
   * @param sample the shape of one sample; one dimension may be -1
   */
  public static Operation reshape(int... sample) {
    List<Integer> shape = new ArrayList<>();
    shape.add(-1); // the batch
    for (int dim : sample) {
      shape.add(dim);
    }
    return new Operation(Function.RESHAPE, null, false, Map.of("newshape", shape));
  }

  /** What is computed. */
  public Function function() {
    return function;
  }

  /** The operand that is a number, if one is. */
  public Optional<Double> constant() {
    return Optional.ofNullable(constant);
  }

  /** Whether the number is the first of two operands. */
  public boolean isConstantFirst() {
    return constantFirst;
  }

  @Override
  public Value call(CallContext context, List<Value> inputs) {
    GraphBuilder graph = context.graph();
    if (function == Function.CONCATENATE) {
      return Samples.concatenate(graph, inputs, axis());
    }
    if (function == Function.RESHAPE) {
      return Samples.reshape(graph, single(inputs), sampleShape());
    }
    int expected = function.binary == null || constant != null ? 1 : 2;
    if (inputs.size() != expected) {
      throw new ShapeException(
          "expected %d inputs, received %d".formatted(expected, inputs.size()));
    }
    Value a = inputs.get(0);
    if (function.binary == null) {
      return graph.add(Objects.requireNonNull(function.unary), a);
    }
    if (constant == null) {
      return graph.binary(function.binary, a, inputs.get(1));
    }
    return withConstant(graph, function.binary, a, constant);
  }

  private Value withConstant(GraphBuilder graph, BinaryFunction binary, Value a, double number) {
    if (binary == BinaryFunction.ADD) {
      return graph.linear(a, 1, number);
    }
    if (binary == BinaryFunction.MULTIPLY) {
      return graph.linear(a, number, 0);
    }
    if (binary == BinaryFunction.SUBTRACT) {
      return constantFirst ? graph.linear(a, -1, number) : graph.linear(a, 1, -number);
    }
    Value scalar = graph.cast(graph.scalar(number), a.type().dtype());
    return constantFirst ? graph.binary(binary, scalar, a) : graph.binary(binary, a, scalar);
  }

  private int axis() {
    return arguments.get("axis") instanceof Integer axis ? axis : -1;
  }

  private int[] sampleShape() {
    List<?> shape = (List<?>) Objects.requireNonNull(arguments.get("newshape"));
    return shape.stream().skip(1).mapToInt(dim -> (Integer) dim).toArray();
  }

  /** The arguments that Keras keeps with the operation, such as {@code axis}. */
  public Map<String, Object> arguments() {
    return arguments;
  }

  @Override
  public String purpose() {
    return "Arithmetic on tensors, number by number.";
  }

  /** With the number that is an operand, which Keras's files have in the call instead. */
  @Override
  public Config config() {
    Config config = Config.of(function.className);
    for (Map.Entry<String, Object> each : arguments.entrySet()) {
      config = config.with(each.getKey(), each.getValue());
    }
    return constant == null
        ? config
        : config.with(constantFirst ? "first_operand" : "second_operand", constant);
  }
}
