package dev.lamina.keras;

import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.layers.Operation;
import dev.lamina.layers.Operation.Function;
import dev.lamina.layers.SymbolicTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on tensors, such as {@code x + y}, as Keras saves them among the layers. */
final class OperationJson {
  private static final String MODULE = "keras.src.ops.";

  private OperationJson() {}

  /**
   * Whether this is an operation and no layer. In legacy files it has no module, but its config has
   * none of what all layers have.
   */
  static boolean isOperation(Map<String, @Nullable Object> json) {
    if (json.get("module") instanceof String module) {
      return module.startsWith(MODULE);
    }
    return Function.of(String.valueOf(json.get("class_name"))).isPresent()
        && json.get("config") instanceof Map<?, ?> config
        && !config.containsKey("trainable")
        && !config.containsKey("dtype");
  }

  /** Why the operation cannot be made; null if it can. */
  static @Nullable String problem(Map<String, @Nullable Object> json) {
    String className = String.valueOf(json.get("class_name"));
    if (Function.of(className).isEmpty()) {
      return "the operation %s is not supported".formatted(className);
    }
    for (String name : Json.object(json.get("config"), className).keySet()) {
      if (!List.of("name", "axis", "newshape").contains(name)) {
        return "the operation %s with the argument %s is not supported".formatted(className, name);
      }
    }
    return null;
  }

  /** Calls an operation of a file. */
  static SymbolicTensor apply(
      String name,
      Map<String, @Nullable Object> json,
      LayerCallJson call,
      List<SymbolicTensor> inputs) {
    Function function = Function.of(String.valueOf(json.get("class_name"))).orElseThrow();
    Map<String, @Nullable Object> config = Json.object(json.get("config"), name);
    return operation(name, function, config, call).named(name).apply(inputs);
  }

  private static Operation operation(
      String name, Function function, Map<String, @Nullable Object> config, LayerCallJson call) {
    List<Object> arguments = call.arguments();
    if (function == Function.CONCATENATE) {
      return Operation.concatenate(config.get("axis") instanceof Integer axis ? axis : -1);
    }
    if (function == Function.RESHAPE) {
      return Operation.reshape(sample(name, config.get("newshape")));
    }
    boolean hasNumber = call.tensors().size() < arguments.size();
    if (!hasNumber) {
      return Operation.of(function);
    }
    if (function.isBinary() && arguments.size() == 2) {
      if (arguments.get(1) instanceof Double second) {
        return Operation.of(function, second);
      }
      if (arguments.get(0) instanceof Double first) {
        return Operation.of(first, function);
      }
    }
    throw new UnsupportedConfigException(
        "layer '%s': the operation %s on %s is not supported"
            .formatted(name, function.className(), arguments));
  }

  /** The shape of a sample; the first number of Keras's is the batch. */
  private static int[] sample(String name, @Nullable Object shape) {
    List<Integer> dims = new ArrayList<>();
    if (shape instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Integer dim) {
          dims.add(dim);
        }
      }
    }
    if (dims.size() < 2 || dims.get(0) != -1) {
      throw new UnsupportedConfigException(
          "layer '%s': the new shape %s is not supported; it must begin with -1, the batch, and be known otherwise"
              .formatted(name, shape));
    }
    return dims.stream().skip(1).mapToInt(Integer::intValue).toArray();
  }

  /** An operation as Keras writes it, without its calls. */
  static Map<String, @Nullable Object> toJson(String name, Operation operation) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.putAll(operation.arguments());
    String className = operation.function().className();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("module", MODULE + module(operation.function()));
    json.put("class_name", className);
    json.put("config", config);
    json.put("registered_name", className);
    return json;
  }

  private static String module(Function function) {
    return switch (function) {
      case RELU, RELU6, SIGMOID, SILU, HARD_SIGMOID, SOFTPLUS -> "nn";
      default -> "numpy";
    };
  }

  /** The arguments of a call: its tensors, with the operation's number among them. */
  static List<Object> arguments(Operation operation, List<Object> tensors) {
    if (operation.function() == Function.CONCATENATE) {
      return List.of(tensors);
    }
    List<Object> arguments = new ArrayList<>(tensors);
    operation
        .constant()
        .ifPresent(number -> arguments.add(operation.isConstantFirst() ? 0 : 1, number));
    return arguments;
  }
}
