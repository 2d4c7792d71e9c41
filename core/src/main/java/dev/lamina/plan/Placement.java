package dev.lamina.plan;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Operand;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Reshaping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where each value of a graph lies while its plan is made, and the reorders that bring it to where
 * a kernel wants it.
 */
final class Placement {
  private final Graph graph;
  private final Variables variables;
  private final Engine engine;
  private final PendingSteps steps;
  private final Map<Value, Node> producers;

  /** More than one place where readers want different layouts. */
  private final Map<Value, List<Place>> places = new HashMap<>();

  /**
   * What casts give, and the values that they read: they run as part of the reorders to where
   * kernels want their results.
   */
  private final Map<Value, Value> casts = new HashMap<>();

  private final Map<String, Layout> pins = new LinkedHashMap<>();
  private final Set<Slot> constants = new HashSet<>();
  private final List<Slot> slots = new ArrayList<>();

  /**
   * Places nothing yet.
   *
   * @param steps get the reorders
   */
  Placement(Graph graph, Variables variables, Engine engine, PendingSteps steps) {
    this.graph = graph;
    this.variables = variables;
    this.engine = engine;
    this.steps = steps;
    producers = graph.producers();
  }

  /** The parts of the arena. */
  List<Slot> slots() {
    return slots;
  }

  /** The variables that the graph changes, and where they are to stay. */
  Map<String, Layout> pins() {
    return pins;
  }

  /** The names of the variables that the graph reads or changes. */
  List<String> variables() {
    return graph.variables().stream().map(Value::name).toList();
  }

  /** What a kernel is told of a value that it may read. */
  Operand operand(Value value) {
    List<Place> known = places.get(value);
    return new Operand(value.type(), known == null ? null : known.get(0).layout());
  }

  /** Places a value that comes from outside, or that no kernel makes. */
  Place keep(Value value) {
    Layout plain = engine.plain(value.type());
    return put(value, newPlace(Slot.kept(plain.bytes()), plain));
  }

  private Place newPlace(Slot slot, Layout layout) {
    slots.add(slot);
    return new Place(slot, layout);
  }

  private Place put(Value value, Place place) {
    places.put(value, new ArrayList<>(List.of(place)));
    return place;
  }

  /** Places the variables whose layout no kernel decides any more. */
  void placeFixedVariables() {
    for (Value variable : graph.variables()) {
      if (!graph.updates().containsKey(variable) || variables.isPinned(variable.name())) {
        placeVariable(variable, variables.layout(variable.name()));
      }
    }
  }

  /** Places the variables that no kernel has read. */
  void placeOtherVariables() {
    graph.variables().stream()
        .filter(variable -> !places.containsKey(variable))
        .forEach(variable -> placeVariable(variable, variables.layout(variable.name())));
  }

  private void placeVariable(Value variable, Layout layout) {
    Slot slot = Slot.ofVariable(variable.name(), layout.bytes());
    if (graph.updates().containsKey(variable)) {
      pins.put(variable.name(), layout);
    } else {
      constants.add(slot);
    }
    put(variable, new Place(slot, layout));
  }

  /** Where a kernel reads a value: the first to read a variable that changes decides where. */
  Place placeToRead(Value value, Layout wanted) {
    if (!places.containsKey(value) && !casts.containsKey(value)) {
      placeVariable(value, wanted);
    }
    return placeIn(value, wanted);
  }

  /** Has a value be the same numbers, in the same place, as another of another shape. */
  void placeReshaped(Node node) {
    Value input = node.inputs().get(0);
    Place source = placeToRead(input, engine.plain(input.type()));
    put(node.output(), new Place(source.slot(), engine.plain(node.output().type())));
  }

  /** Places what the next step gives; in the prologue it is kept. */
  Place placeResult(Value value, Layout layout, boolean constant) {
    return put(value, newResult(layout, constant));
  }

  private Place newResult(Layout layout, boolean constant) {
    long bytes = layout.bytes();
    return newPlace(constant ? constantSlot(bytes) : Slot.at(steps.body().size(), bytes), layout);
  }

  private Slot constantSlot(long bytes) {
    Slot slot = Slot.kept(bytes);
    constants.add(slot);
    return slot;
  }

  /** Has a value lie where another does, whose place it is written over. */
  void placeOver(Value value, Place place) {
    put(value, place);
  }

  /**
   * Takes note of a cast.
   *
   * @param isRoot whether somebody outside of the graph reads its result
   */
  void placeCast(Node node, boolean isRoot) {
    Value input = node.inputs().get(0);
    if (casts.containsKey(input)) {
      // What the first cast rounds off is lost.
      placeIn(input, engine.plain(input.type()));
    }
    casts.put(node.output(), input);
    if (isRoot) {
      placeIn(node.output(), engine.plain(node.output().type()));
    }
  }

  /** Where a value lies in a wanted layout, after a reorder if need be. */
  Place placeIn(Value value, Layout wanted) {
    List<Place> known =
        casts.containsKey(value)
            ? places.computeIfAbsent(value, key -> new ArrayList<>())
            : placesOf(value);
    for (Place place : known) {
      if (place.layout().equals(wanted)) {
        return place;
      }
    }
    Place source = known.isEmpty() ? sourceOfCast(value) : known.get(0);
    boolean constant = constants.contains(source.slot());
    Place target = newResult(wanted, constant);
    reorder(source, target, constant);
    known.add(target);
    return target;
  }

  private Place sourceOfCast(Value value) {
    @Nullable Value input = casts.get(value);
    if (input == null) {
      throw noPlace(value);
    }
    if (!places.containsKey(input)) {
      // A variable that only casts have read so far: no kernel will want it as it is.
      placeVariable(input, engine.plain(input.type()));
    }
    return placesOf(input).get(0);
  }

  /** The first place of a value. */
  Place placeOf(Value value) {
    return placesOf(value).get(0);
  }

  private List<Place> placesOf(Value value) {
    List<Place> known = places.get(value);
    if (known == null) {
      throw noPlace(value);
    }
    return known;
  }

  private static IllegalStateException noPlace(Value value) {
    return new IllegalStateException(value + " has no place");
  }

  /** Adds a step that copies from one place to another. */
  void reorder(Place source, Place target, boolean inPrologue) {
    Kernel kernel = steps.own(engine.reorder(source.layout(), target.layout()));
    steps.add(PendingStep.move(kernel, "reorder", source, target), inPrologue);
  }

  /** Where a value of the result lies, in the layout in which the host reads it. */
  Place placeOutput(Value value) {
    Place place = placeBeforeUpdates(value, engine.plain(value.type()));
    place.slot().keep();
    return place;
  }

  /** Where a value lies that an update must not have overwritten before it is read. */
  Place placeBeforeUpdates(Value value, Layout wanted) {
    return isOldValue(value) ? snapshot(value, wanted) : placeIn(value, wanted);
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
    Place source = placeOf(value);
    Place copy = newPlace(Slot.kept(wanted.bytes()), wanted);
    Kernel kernel = steps.own(engine.reorder(source.layout(), copy.layout()));
    steps.addFirst(PendingStep.move(kernel, "copy", source, copy));
    slots.forEach(Slot::oneStepLater);
    return copy;
  }
}
