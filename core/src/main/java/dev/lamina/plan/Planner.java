package dev.lamina.plan;

import static java.util.stream.Collectors.joining;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelGroup;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.GraphPrinter;
import dev.lamina.ir.Node;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

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
  private final Map<Value, Node> producers;
  private final Map<Value, List<Node>> readers;

  /** Where each value lies; more than one place where readers want different layouts. */
  private final Map<Value, List<Place>> places = new HashMap<>();

  private final Map<String, Layout> pins = new LinkedHashMap<>();
  private final Set<Slot> constants = new HashSet<>();
  private final Set<String> prologueVariables = new HashSet<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Pending> prologue = new ArrayList<>();
  private final List<Pending> body = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();

  /**
   * What casts give, and the values that they read: they run as part of the reorders to where
   * kernels want their results.
   */
  private final Map<Value, Value> casts = new HashMap<>();

  private record Place(Slot slot, Layout layout) {}

  /** A step whose buffers have no addresses yet. */
  private record Pending(
      Kernel kernel, String name, List<Node> nodes, List<Place> inputs, List<Place> outputs) {}

  private Planner(Graph graph, Variables variables, Engine engine) {
    this.graph = graph.withoutDeadNodes();
    this.variables = variables;
    this.engine = engine;
    schedule = Schedule.of(this.graph);
    producers = this.graph.producers();
    readers = this.graph.consumers();
    roots = Set.copyOf(this.graph.roots());
    used = new HashSet<>(roots);
    this.graph.nodes().forEach(node -> used.addAll(node.inputs()));
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
            planner.kernels.forEach(Kernel::close);
            throw e;
          }
        });
  }

  private Plan plan() {
    requireBfloat16();
    Map<String, Place> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      Place place = newPlace(Slot::kept, engine.plain(input.type()));
      inputs.put(input.name(), place);
      places.put(input, new ArrayList<>(List.of(place)));
    }
    for (Value variable : graph.variables()) {
      if (!isFree(variable)) {
        placeVariable(variable, variables.layout(variable.name()));
      }
    }
    schedule.prologue().forEach(node -> plan(node, prologue, true));
    List<Node> nodes = schedule.body();
    for (int done = 0; done < nodes.size(); ) {
      done += planFirst(nodes.subList(done, nodes.size()));
    }
    if (!unsupported.isEmpty()) {
      throw new LaminaException(
          "the engine \"%s\" does not support:%n  %s%nuse another engine, or other layers"
              .formatted(engine.name(), String.join(System.lineSeparator() + "  ", unsupported)));
    }
    graph.variables().stream()
        .filter(variable -> !places.containsKey(variable))
        .forEach(variable -> placeVariable(variable, variables.layout(variable.name())));
    Map<String, Place> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, planOutput(value)));
    planCopies();
    return bind(inputs, outputs);
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

  /**
   * A variable that this graph changes and no plan has pinned: the first kernel to read it decides.
   */
  private boolean isFree(Value variable) {
    return graph.updates().containsKey(variable) && !variables.isPinned(variable.name());
  }

  private void placeVariable(Value variable, Layout layout) {
    Slot slot = Slot.ofVariable(variable.name(), layout.bytes());
    if (graph.updates().containsKey(variable)) {
      pins.put(variable.name(), layout);
    } else {
      constants.add(slot);
    }
    places.put(variable, new ArrayList<>(List.of(new Place(slot, layout))));
  }

  private void plan(Node node, List<Pending> steps, boolean constant) {
    if (node.op() instanceof Reshaping) {
      Value input = node.inputs().get(0);
      if (!places.containsKey(input) && !casts.containsKey(input)) {
        placeVariable(input, engine.plain(input.type()));
      }
      Place source = placeIn(input, engine.plain(input.type()));
      places.put(
          node.output(),
          new ArrayList<>(List.of(new Place(source.slot, engine.plain(node.output().type())))));
      return;
    }
    if (node.op() instanceof Cast) {
      planCast(node);
      return;
    }
    Optional<Kernel> found = engine.kernel(request(node));
    if (found.isEmpty()) {
      unsupported.add(GraphPrinter.print(node));
      for (Value output : node.outputs()) {
        places.put(
            output, new ArrayList<>(List.of(newPlace(Slot::kept, engine.plain(output.type())))));
      }
      return;
    }
    place(found.get(), List.of(node), node.inputs(), node.outputs(), steps, constant);
  }

  /** Plans the first node, or the longest group that begins with it; tells how many nodes. */
  private int planFirst(List<Node> nodes) {
    List<Node> group = group(nodes);
    for (int count = group.size(); count > 1; count--) {
      List<Node> members = group.subList(0, count);
      KernelGroup question = question(members);
      Optional<Kernel> found = engine.kernel(question);
      if (found.isPresent()) {
        place(found.get(), members, question);
        return count;
      }
    }
    plan(nodes.get(0), body, false);
    return 1;
  }

  /** The nodes that the engine may run together: each reads something of one before it. */
  private List<Node> group(List<Node> nodes) {
    Set<Value> made = new HashSet<>();
    int count = 0;
    for (Node node : nodes) {
      boolean joins = count == 0 || node.inputs().stream().anyMatch(made::contains);
      if (!joins || !engine.isGroupable(request(node))) {
        break;
      }
      made.addAll(node.outputs());
      count++;
    }
    return nodes.subList(0, count);
  }

  private KernelGroup question(List<Node> members) {
    Map<Value, KernelGroup.Source> made = new HashMap<>();
    List<List<KernelGroup.Source>> sources = new ArrayList<>();
    List<BitSet> stored = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Node node = members.get(i);
      sources.add(
          node.inputs().stream()
              .map(input -> made.getOrDefault(input, KernelGroup.Source.OUTSIDE))
              .toList());
      BitSet read = new BitSet();
      for (int j = 0; j < node.outputs().size(); j++) {
        made.put(node.outputs().get(j), new KernelGroup.Source(i, j));
        read.set(j, isReadOutside(node.outputs().get(j), members));
      }
      stored.add(read);
    }
    return new KernelGroup(members.stream().map(this::request).toList(), sources, stored);
  }

  private boolean isReadOutside(Value value, List<Node> members) {
    return roots.contains(value) || !members.containsAll(readers.getOrDefault(value, List.of()));
  }

  private void place(Kernel kernel, List<Node> members, KernelGroup group) {
    List<Value> operands = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Node node = members.get(i);
      for (int j = 0; j < node.inputs().size(); j++) {
        if (group.sources().get(i).get(j).isOutside()) {
          operands.add(node.inputs().get(j));
        }
      }
      for (int j = 0; j < node.outputs().size(); j++) {
        if (group.isStored(i, j)) {
          results.add(node.outputs().get(j));
        }
      }
    }
    place(kernel, members, operands, results, body, false);
  }

  /** Adds a step: its inputs brought to where the kernel wants them, its outputs where it gives. */
  private void place(
      Kernel kernel,
      List<Node> nodes,
      List<Value> operands,
      List<Value> results,
      List<Pending> steps,
      boolean constant) {
    kernels.add(kernel);
    List<Place> inputs = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Value input = operands.get(i);
      Layout wanted = kernel.inputs().get(i);
      if (!places.containsKey(input) && !casts.containsKey(input)) {
        placeVariable(input, wanted);
      }
      inputs.add(placeIn(input, wanted));
    }
    int step = steps.size();
    List<Place> outputs = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Layout layout = kernel.outputs().get(i);
      Optional<Place> updated = placeOfUpdate(operands, results.get(i), i, kernel, inputs);
      Place place =
          updated.orElseGet(
              () ->
                  newPlace(bytes -> constant ? constantSlot(bytes) : Slot.at(step, bytes), layout));
      outputs.add(place);
      places.put(results.get(i), new ArrayList<>(List.of(place)));
    }
    String name = nodes.stream().map(node -> node.op().toString()).collect(joining(" > "));
    add(steps, new Pending(kernel, name, nodes, inputs, outputs));
  }

  private void planCast(Node node) {
    Value input = node.inputs().get(0);
    if (casts.containsKey(input)) {
      // What the first cast rounds off is lost.
      placeIn(input, engine.plain(input.type()));
    }
    casts.put(node.output(), input);
    if (roots.contains(node.output())) {
      placeIn(node.output(), engine.plain(node.output().type()));
    }
  }

  private KernelRequest request(Node node) {
    List<Operand> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      List<Place> known = places.get(input);
      operands.add(new Operand(input.type(), known == null ? null : known.get(0).layout));
    }
    List<TensorType> types = node.outputs().stream().map(Value::type).toList();
    BitSet usedOutputs = new BitSet();
    for (int i = 0; i < node.outputs().size(); i++) {
      usedOutputs.set(i, used.contains(node.outputs().get(i)));
    }
    return new KernelRequest(node.op(), operands, types, usedOutputs);
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
            && place.slot.variable != null
            && place.layout.equals(kernel.outputs().get(output));
    return updates ? Optional.of(place) : Optional.empty();
  }

  /** Where a value lies in a wanted layout, after a reorder if need be. */
  private Place placeIn(Value value, Layout wanted) {
    List<Place> known =
        casts.containsKey(value)
            ? places.computeIfAbsent(value, key -> new ArrayList<>())
            : placesOf(value);
    for (Place place : known) {
      if (place.layout.equals(wanted)) {
        return place;
      }
    }
    Place source = known.isEmpty() ? sourceOfCast(value) : known.get(0);
    boolean constant = constants.contains(source.slot);
    Place target =
        newPlace(bytes -> constant ? constantSlot(bytes) : Slot.at(body.size(), bytes), wanted);
    reorder(constant ? prologue : body, source, target);
    known.add(target);
    return target;
  }

  private Place sourceOfCast(Value value) {
    Value input = Objects.requireNonNull(casts.get(value));
    if (!places.containsKey(input)) {
      // A variable that only casts have read so far: no kernel will want it as it is.
      placeVariable(input, engine.plain(input.type()));
    }
    return placesOf(input).get(0);
  }

  private List<Place> placesOf(Value value) {
    List<Place> known = places.get(value);
    if (known == null) {
      throw new IllegalStateException(value + " has no place");
    }
    return known;
  }

  private void reorder(List<Pending> steps, Place source, Place target) {
    Kernel kernel = engine.reorder(source.layout, target.layout);
    kernels.add(kernel);
    add(steps, new Pending(kernel, "reorder", List.of(), List.of(source), List.of(target)));
  }

  private void add(List<Pending> steps, Pending step) {
    if (steps == prologue) {
      for (Place input : step.inputs) {
        if (input.slot.variable != null) {
          prologueVariables.add(input.slot.variable);
        }
      }
    } else {
      step.inputs.forEach(place -> place.slot.use(steps.size()));
      step.outputs.forEach(place -> place.slot.use(steps.size()));
    }
    steps.add(step);
  }

  private Place newPlace(LongFunction<Slot> slot, Layout layout) {
    Slot made = slot.apply(layout.bytes());
    slots.add(made);
    return new Place(made, layout);
  }

  private Slot constantSlot(long bytes) {
    Slot slot = Slot.kept(bytes);
    constants.add(slot);
    return slot;
  }

  private Place planOutput(Value value) {
    Layout plain = engine.plain(value.type());
    Place place = isOldValue(value) ? snapshot(value, plain) : placeIn(value, plain);
    place.slot.keep();
    return place;
  }

  /** Whether a value is, perhaps under another shape, what an updated variable held before. */
  private boolean isOldValue(Value value) {
    Value origin = value;
    for (Node node = producers.get(origin);
        node != null && node.op() instanceof Reshaping;
        node = producers.get(origin)) {
      origin = node.inputs().get(0);
    }
    return graph.updates().containsKey(origin);
  }

  /** A copy of a variable's old value, made before anything else runs. */
  private Place snapshot(Value value, Layout wanted) {
    Place source = placesOf(value).get(0);
    Place copy = newPlace(Slot::kept, wanted);
    Kernel kernel = engine.reorder(source.layout, copy.layout);
    kernels.add(kernel);
    prependToBody(new Pending(kernel, "copy", List.of(), List.of(source), List.of(copy)));
    return copy;
  }

  private void prependToBody(Pending step) {
    body.add(0, step);
    for (Slot slot : slots) {
      if (slot.last != Integer.MAX_VALUE) {
        slot.first++;
        slot.last++;
      }
    }
  }

  /** Copies new values over variables that could not be updated in place. */
  private void planCopies() {
    Map<Place, Place> copies = new LinkedHashMap<>();
    graph
        .updates()
        .forEach(
            (variable, value) -> {
              Place target = placesOf(variable).get(0);
              Place source =
                  isOldValue(value)
                      ? snapshot(value, target.layout)
                      : placeIn(value, target.layout);
              if (source.slot == target.slot) {
                return;
              }
              copies.put(target, source);
            });
    copies.forEach((target, source) -> reorder(body, source, target));
  }

  private Plan bind(Map<String, Place> inputs, Map<String, Place> outputs) {
    long scratchBytes = 0;
    for (List<Pending> steps : List.of(prologue, body)) {
      for (Pending step : steps) {
        scratchBytes = Math.max(scratchBytes, step.kernel.scratchBytes());
      }
    }
    long arenaBytes = Arena.layOut(slots);
    Memory memory = engine.allocate(Math.max(Engine.ALIGNMENT, arenaBytes + scratchBytes));
    List<Step> bound = new ArrayList<>();
    try {
      pins.forEach(variables::pin);
      Buffer scratch = memory.scratch(arenaBytes, scratchBytes);
      List<Step> prologueSteps = new ArrayList<>();
      List<Step> bodySteps = new ArrayList<>();
      for (Pending step : prologue) {
        prologueSteps.add(bind(step, memory, scratch, bound));
      }
      for (Pending step : body) {
        bodySteps.add(bind(step, memory, scratch, bound));
      }
      Map<String, Buffer> inputBuffers = new LinkedHashMap<>();
      inputs.forEach((name, place) -> inputBuffers.put(name, buffer(place, memory)));
      Map<String, Buffer> outputBuffers = new LinkedHashMap<>();
      outputs.forEach((name, place) -> outputBuffers.put(name, buffer(place, memory)));
      return new Plan(
          variables,
          inputBuffers,
          outputBuffers,
          prologueSteps,
          bodySteps,
          body.stream().map(Planner::describe).toList(),
          kernels,
          List.copyOf(prologueVariables),
          graph.updates().keySet().stream().map(Value::name).toList(),
          memory);
    } catch (RuntimeException | Error e) {
      bound.forEach(Step::close);
      memory.close();
      throw e;
    }
  }

  private Step bind(Pending step, Memory memory, Buffer scratch, List<Step> bound) {
    Step result =
        step.kernel.bind(
            step.inputs.stream().map(place -> buffer(place, memory)).toList(),
            step.outputs.stream().map(place -> buffer(place, memory)).toList(),
            scratch);
    bound.add(result);
    return result;
  }

  private Buffer buffer(Place place, Memory memory) {
    String variable = place.slot.variable;
    if (variable == null) {
      return memory.slice(place.slot.offset, place.layout);
    }
    Buffer buffer = variables.buffer(variable);
    return buffer.layout().equals(place.layout) ? buffer : buffer.as(place.layout);
  }

  private static PlanStep describe(Pending step) {
    return new PlanStep(
        step.name,
        step.kernel.description(),
        step.nodes,
        step.inputs.stream().map(Place::layout).toList(),
        step.outputs.stream().map(Place::layout).toList());
  }
}
