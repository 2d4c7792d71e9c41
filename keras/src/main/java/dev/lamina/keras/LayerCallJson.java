package dev.lamina.keras;

import dev.lamina.config.UnsupportedConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a layer in a functional model's file.
 *
 * @param arguments what it is called on: tensors, and numbers for operations
 * @param inference whether the call says {@code training=False}
 */
record LayerCallJson(List<Object> arguments, boolean inference) {
  /**
   * The calls that {@code inbound_nodes} lists.
   *
   * @throws UnsupportedConfigException naming the argument that is not supported
   */
  static List<LayerCallJson> all(@Nullable Object inboundNodes) {
    List<LayerCallJson> calls = new ArrayList<>();
    if (inboundNodes instanceof List<?> list) {
      // Keras 2 writes one call's tensors without a list around them in some versions.
      if (!list.isEmpty() && TensorRef.of(list.get(0)) != null) {
        calls.add(legacy(list));
        return calls;
      }
      for (Object each : list) {
        calls.add(each instanceof List<?> tensors ? legacy(tensors) : read(each));
      }
    }
    return calls;
  }

  private static LayerCallJson read(@Nullable Object value) {
    Map<String, @Nullable Object> call = Json.object(value, "a call of a layer");
    List<Object> arguments = new ArrayList<>();
    collect(call.get("args"), arguments);
    boolean inference = inference(Json.object(call.get("kwargs"), "kwargs"), arguments);
    return new LayerCallJson(List.copyOf(arguments), inference);
  }

  /** Keras 1 and 2: {@code [["conv", 0, 0, {}], ...]}. */
  private static LayerCallJson legacy(List<?> tensors) {
    List<Object> arguments = new ArrayList<>();
    boolean inference = false;
    for (Object each : tensors) {
      TensorRef tensor = TensorRef.of(each);
      if (tensor == null) {
        throw new UnsupportedConfigException("the call %s is not supported".formatted(each));
      }
      arguments.add(tensor);
      if (each instanceof List<?> list && list.size() > 3) {
        inference |= inference(Json.object(list.get(3), "a call's arguments"), arguments);
      }
    }
    return new LayerCallJson(List.copyOf(arguments), inference);
  }

  private static void collect(@Nullable Object value, List<Object> to) {
    TensorRef tensor = TensorRef.of(value);
    if (tensor != null) {
      to.add(tensor);
    } else if (value instanceof List<?> list) {
      list.forEach(each -> collect(each, to));
    } else if (value instanceof Number number) {
      to.add(number.doubleValue());
    } else if (value != null) {
      throw new UnsupportedConfigException(
          "a call with the argument %s is not supported".formatted(value));
    }
  }

  private static boolean inference(Map<String, @Nullable Object> named, List<Object> arguments) {
    boolean inference = false;
    for (Map.Entry<String, @Nullable Object> each : named.entrySet()) {
      String name = each.getKey();
      Object value = each.getValue();
      if (name.equals("training") && Boolean.FALSE.equals(value)) {
        inference = true;
      } else if (name.equals("y") || name.equals("x2")) {
        collect(value, arguments); // the second operand of an operation
      } else if (value != null && !name.equals("name")) {
        throw new UnsupportedConfigException(
            "a call with %s=%s is not supported".formatted(name, value));
      }
    }
    return inference;
  }

  /** The tensors among the arguments, in order. */
  List<TensorRef> tensors() {
    List<TensorRef> tensors = new ArrayList<>();
    for (Object each : arguments) {
      if (each instanceof TensorRef tensor) {
        tensors.add(tensor);
      }
    }
    return tensors;
  }
}
