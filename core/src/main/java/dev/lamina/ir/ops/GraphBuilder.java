package dev.lamina.ir.ops;

import dev.lamina.LaminaException;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Graph}, op by op; shapes are inferred, and checked, as each op is added.
 *
 * <pre>{@code
 * GraphBuilder g = new GraphBuilder();
 * Value x = g.input("x", TensorType.of(8, 10));
 * Value y = g.unary(UnaryFunction.EXP, x);
 * g.output("y", g.reduce(ReductionFunction.SUM, y, List.of(1), false));
 * Graph graph = g.build();
 * }</pre>
 */
public final class GraphBuilder {
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> variables = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final Map<Value, Value> updates = new LinkedHashMap<>();
  private final Map<Value, Node> producers = new HashMap<>();
  private final Map<Fill, Value> constants = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private int nextId;

  public GraphBuilder() {}

  /** Continues a finished graph; its values keep their identity. */
  public GraphBuilder(Graph graph) {
    inputs.addAll(graph.inputs());
    variables.addAll(graph.variables());
    graph.inputs().forEach(this::adopt);
    graph.variables().forEach(this::adopt);
    for (Node node : graph.nodes()) {
      nodes.add(node);
      for (Value output : node.outputs()) {
        producers.put(output, node);
        nextId = Math.max(nextId, output.id() + 1);
      }
      if (node.op() instanceof Fill fill) {
        constants.put(fill, node.output());
      }
    }
    outputs.putAll(graph.outputs());
    updates.putAll(graph.updates());
  }

  private void adopt(Value value) {
    names.add(value.name());
    nextId = Math.max(nextId, value.id() + 1);
  }

  /** A tensor fed before each run. */
  public Value input(String name, TensorType type) {
    Value value = named(name, type);
    inputs.add(value);
    return value;
  }

  /** A tensor kept between runs. */
  public Value variable(String name, TensorType type) {
    Value value = named(name, type);
    variables.add(value);
    return value;
  }

  private Value named(String name, TensorType type) {
    if (!names.add(name)) {
      throw new LaminaException(
          "the name \"%s\" is used twice in one graph; give inputs and variables unique names"
              .formatted(name));
    }
    return new Value(nextId++, name, type);
  }

  /** Adds {@code op} and returns all its outputs. */
  public List<Value> addAll(Op op, List<Value> operands) {
    List<TensorType> types = op.infer(operands.stream().map(Value::type).toList());
    List<Value> results = new ArrayList<>();
    for (TensorType type : types) {
      results.add(new Value(nextId++, "", type));
    }
    Node node = new Node(op, operands, results);
    nodes.add(node);
    results.forEach(result -> producers.put(result, node));
    return results;
  }

  /** Adds {@code op} and returns its first output. */
  public Value add(Op op, Value... operands) {
    return addAll(op, List.of(operands)).get(0);
  }

  public Value unary(UnaryFunction function, Value x) {
    return add(Unary.of(function), x);
  }

  /** {@code alpha x + beta}. */
  public Value linear(Value x, double alpha, double beta) {
    return add(Unary.of(UnaryFunction.LINEAR, alpha, beta), x);
  }

  public Value binary(BinaryFunction function, Value a, Value b) {
    return add(new Binary(function), a, b);
  }

  public Value plus(Value a, Value b) {
    return binary(BinaryFunction.ADD, a, b);
  }

  public Value minus(Value a, Value b) {
    return binary(BinaryFunction.SUBTRACT, a, b);
  }

  public Value times(Value a, Value b) {
    return binary(BinaryFunction.MULTIPLY, a, b);
  }

  public Value divide(Value a, Value b) {
    return binary(BinaryFunction.DIVIDE, a, b);
  }

  /** Reduces over {@code axes}, counted from 0. */
  public Value reduce(ReductionFunction function, Value x, List<Integer> axes, boolean keepDims) {
    return axes.isEmpty() ? x : add(new Reduction(function, axes, keepDims), x);
  }

  /** Reduces over every axis, to a scalar. */
  public Value reduceAll(ReductionFunction function, Value x) {
    return x.shape().rank() == 0 ? x : add(Reduction.all(function, x.shape().rank()), x);
  }

  /** {@code x} as another real element type. */
  public Value cast(Value x, DType dtype) {
    return x.type().dtype() == dtype ? x : add(new Cast(dtype), x);
  }

  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Reshaping(shape), x);
  }

  public Value broadcast(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Broadcast(shape), x);
  }

  /** These behind one another along {@code axis}, counted from 0. */
  public Value concatenate(int axis, List<Value> parts) {
    return parts.size() == 1 ? parts.get(0) : addAll(new Concatenation(axis), parts).get(0);
  }

  /** The box of {@code x} of this size that begins at these coordinates. */
  public Value slice(Value x, List<Integer> begin, Shape size) {
    return x.shape().equals(size) ? x : add(new Slicing(begin, size), x);
  }

  /** {@code x} with so many zeros before and after it along each axis. */
  public Value pad(Value x, List<Integer> low, List<Integer> high) {
    boolean changes = Stream.concat(low.stream(), high.stream()).anyMatch(count -> count != 0);
    return changes ? add(new ZeroPadding(low, high), x) : x;
  }

  /** A constant tensor; equal ones are made once. */
  public Value fill(Shape shape, double value) {
    return constants.computeIfAbsent(new Fill(shape, value), op -> add(op));
  }

  /** A constant scalar. */
  public Value scalar(double value) {
    return fill(Shape.scalar(), value);
  }

  /** Lets {@code value} be read after a run. */
  public void output(String name, Value value) {
    if (outputs.putIfAbsent(name, value) != null) {
      throw new LaminaException("the output \"%s\" is defined twice".formatted(name));
    }
  }

  /** The value that {@link #output} gave this name. */
  public Value outputOf(String name) {
    Value value = outputs.get(name);
    if (value == null) {
      throw new LaminaException(
          "there is no output \"%s\"; there are %s".formatted(name, outputs.keySet()));
    }
    return value;
  }

  /** Gives {@code variable} a new value at the end of each run. */
  public void update(Value variable, Value newValue) {
    if (!variables.contains(variable)) {
      throw new LaminaException(variable + " is no variable of this graph and cannot be updated");
    }
    if (!variable.type().equals(newValue.type())) {
      throw new LaminaException(
          "the new value of %s is %s, expected %s"
              .formatted(variable, newValue.type(), variable.type()));
    }
    if (updates.putIfAbsent(variable, newValue) != null) {
      throw new LaminaException(variable + " is updated twice in one run");
    }
  }

  /** The node that computes {@code value}; none for inputs and variables. */
  public @Nullable Node producer(Value value) {
    return producers.get(value);
  }

  /** The nodes so far, in order. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  public Graph build() {
    return new Graph(inputs, variables, nodes, outputs, updates);
  }
}
