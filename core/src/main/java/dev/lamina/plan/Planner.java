package dev.lamina.plan;

import static java.util.stream.Collectors.joining;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphPrinter;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a graph into a {@link Plan}: chooses kernels, follows their layouts and reorders only where
 * two disagree, updates variables in place, and lays all tensors out in one arena.
 *
 * <pre>{@code
 * Plan plan = Planner.plan(graph, variables);
 * plan.input("x").write(batch, 0);
 * plan.run();
 * plan.output("y").read(result, 0);
 * }</pre>
 */
public final class Planner {
  private final Graph graph;
  private final Variables variables;
  private final Engine engine;
  private final Schedule schedule;
  private final Set<Value> roots;
  private final Set<Value> used;
  private final PendingSteps steps = new PendingSteps();
  private final Placement placement;
  private final Grouping grouping;
  private final List<String> unsupported = new ArrayList<>();

  private Planner(Graph graph, Variables variables, Engine engine) {
    this.graph = graph.withoutDeadNodes();
    this.variables = variables;
    this.engine = engine;
    schedule = Schedule.of(this.graph);
    roots = Set.copyOf(this.graph.roots());
    used = new HashSet<>(roots);
    this.graph.nodes().forEach(node -> used.addAll(node.inputs()));
    placement = new Placement(this.graph, variables, engine, steps);
    grouping = new Grouping(this.graph);
  }

  /**
   * Plans a graph over variables that have all been defined.
   *
   * @throws LaminaException listing every op that the engine does not support
   */
  public static Plan plan(Graph graph, Variables variables) {
    return plan(graph, variables, variables.engine());
  }

  /**
   * As {@link #plan(Graph, Variables)}, for the variables' engine or its {@linkplain Engine#solo
   * solo} form.
   */
  public static Plan plan(Graph graph, Variables variables, Engine engine) {
    return engine.call(
        () -> {
          Planner planner = new Planner(graph, variables, engine);
          try {
            return planner.plan();
          } catch (RuntimeException | Error e) {
            planner.steps.kernels().forEach(Kernel::close);
            throw e;
          }
        });
  }

  private Plan plan() {
    requireBfloat16();
    Map<String, Place> inputs = new LinkedHashMap<>();
    graph.inputs().forEach(input -> inputs.put(input.name(), placement.keep(input)));
    placement.placeFixedVariables();
    schedule.prologue().forEach(node -> plan(node, true));
    List<Node> nodes = schedule.body();
    for (int done = 0; done < nodes.size(); ) {
      done += planFirst(nodes.subList(done, nodes.size()));
    }
    if (!unsupported.isEmpty()) {
      throw new LaminaException(
          "the engine \"%s\" does not support:%n  %s%nuse another engine, or other layers"
              .formatted(engine.name(), String.join(System.lineSeparator() + "  ", unsupported)));
    }
    placement.placeOtherVariables();
    Map<String, Place> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, placement.placeOutput(value)));
    planCopies();
    return Binding.bind(
        engine,
        variables,
        placement,
        steps,
        inputs,
        outputs,
        graph.updates().keySet().stream().map(Value::name).toList());
  }

  private void requireBfloat16() {
    boolean needed =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .anyMatch(value -> value.type().dtype() == DType.BFLOAT16);
    if (needed) {
      engine
          .whyNot(DType.BFLOAT16)
          .ifPresent(
              reason -> {
                throw new LaminaException(
                    "the engine \"%s\" cannot compute in bfloat16: %s; use the dtype policy float32, or the engine \"reference\""
                        .formatted(engine.name(), reason));
              });
    }
  }

  /** Plans the first node, or the longest group that begins with it; tells how many nodes. */
  private int planFirst(List<Node> nodes) {
    List<Node> row = Grouping.longest(nodes, node -> engine.isGroupable(request(node)));
    for (int count = row.size(); count > 1; count--) {
      Grouping.Group group = grouping.group(row.subList(0, count), this::request);
      Optional<Kernel> found = engine.kernel(group.question());
      if (found.isPresent()) {
        add(found.get(), group.nodes(), group.operands(), group.results(), false);
        return count;
      }
    }
    plan(nodes.get(0), false);
    return 1;
  }

  private void plan(Node node, boolean inPrologue) {
    if (node.op() instanceof Reshaping) {
      placement.placeReshaped(node);
      return;
    }
    if (node.op() instanceof Cast) {
      placement.placeCast(node, roots.contains(node.output()));
      return;
    }
    Optional<Kernel> found = engine.kernel(request(node));
    if (found.isPresent()) {
      add(found.get(), List.of(node), node.inputs(), node.outputs(), inPrologue);
    } else {
      unsupported.add(GraphPrinter.print(node));
      node.outputs().forEach(placement::keep);
    }
  }

  private KernelRequest request(Node node) {
    BitSet usedOutputs = new BitSet();
    for (int i = 0; i < node.outputs().size(); i++) {
      usedOutputs.set(i, used.contains(node.outputs().get(i)));
    }
    return new KernelRequest(
        node.op(),
        node.inputs().stream().map(placement::operand).toList(),
        node.outputs().stream().map(Value::type).toList(),
        usedOutputs);
  }

  /** Adds a step: its inputs brought to where the kernel wants them, its outputs where it gives. */
  private void add(
      Kernel kernel,
      List<Node> nodes,
      List<Value> operands,
      List<Value> results,
      boolean inPrologue) {
    steps.own(kernel);
    List<Place> inputs = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      inputs.add(placement.placeToRead(operands.get(i), kernel.inputs().get(i)));
    }
    List<Place> outputs = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i);
      Optional<Place> updated = placeOfUpdate(operands, result, i, kernel, inputs);
      if (updated.isPresent()) {
        placement.placeOver(result, updated.get());
        outputs.add(updated.get());
      } else {
        outputs.add(placement.placeResult(result, kernel.outputs().get(i), inPrologue));
      }
    }
    String name = nodes.stream().map(node -> node.op().toString()).collect(joining(" > "));
    steps.add(new PendingStep(kernel, name, nodes, inputs, outputs), inPrologue);
  }

  /** The variable's own place, where an output is its new value and may be written over the old. */
  private Optional<Place> placeOfUpdate(
      List<Value> operands, Value result, int output, Kernel kernel, List<Place> inputs) {
    int input = kernel.inPlace(output);
    if (input < 0) {
      return Optional.empty();
    }
    Value variable = operands.get(input);
    Place place = inputs.get(input);
    boolean updates =
        schedule.inPlace().contains(variable)
            && result.equals(graph.updates().get(variable))
            && place.slot().variable != null
            && place.layout().equals(kernel.outputs().get(output));
    return updates ? Optional.of(place) : Optional.empty();
  }

  /** Copies new values over variables that could not be updated in place. */
  private void planCopies() {
    Map<Place, Place> copies = new LinkedHashMap<>();
    graph
        .updates()
        .forEach(
            (variable, value) -> {
              Place target = placement.placeOf(variable);
              Place source = placement.placeBeforeUpdates(value, target.layout());
              if (source.slot() != target.slot()) {
                copies.put(target, source);
              }
            });
    copies.forEach((target, source) -> placement.reorder(source, target, false));
  }
}
