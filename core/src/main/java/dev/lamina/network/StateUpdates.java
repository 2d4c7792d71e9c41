package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The states that layers change, such as moving averages. A layer that is called twice changes its
 * state twice: the second call begins with what the first has left, as in Keras.
 */
final class StateUpdates {
  private final Map<Value, Value> current = new LinkedHashMap<>();
  private final Map<Value, Value> variables = new HashMap<>();

  /** What a state is by now. */
  Value current(Value variable) {
    Value now = current.getOrDefault(variable, variable);
    variables.put(now, variable);
    return now;
  }

  /**
   * Changes a state.
   *
   * @param state what {@link #current} gave
   */
  void update(Value state, Value newValue) {
    Value variable = variables.get(state);
    if (variable == null) {
      throw new LaminaException(state + " is not a state of a layer; it cannot be updated");
    }
    current.put(variable, newValue);
  }

  void addTo(GraphBuilder graph) {
    current.forEach(graph::update);
  }
}
