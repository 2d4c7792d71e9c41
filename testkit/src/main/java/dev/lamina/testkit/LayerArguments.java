package dev.lamina.testkit;

import dev.lamina.activations.Activation;
import dev.lamina.activations.Activations;
import dev.lamina.constraints.Constraint;
import dev.lamina.constraints.MaxNorm;
import dev.lamina.initializers.Constant;
import dev.lamina.initializers.Initializer;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Layer;
import dev.lamina.layers.arguments.Padding;
import dev.lamina.regularizers.L2;
import dev.lamina.regularizers.Regularizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values to try on a layer's withers. */
final class LayerArguments {
  private LayerArguments() {}

  /** Argument lists for {@code wither}: the same candidate for each parameter. */
  static List<Object[]> of(Method wither, List<Object> more) {
    Class<?> type = wither.getParameterTypes()[0];
    List<Object> candidates = new ArrayList<>(candidates(type));
    more.stream().filter(value -> wrapper(type).isInstance(value)).forEach(candidates::add);
    List<Object[]> result = new ArrayList<>();
    for (Object candidate : candidates) {
      Object[] values = new Object[wither.getParameterCount()];
      Arrays.fill(values, candidate);
      result.add(values);
    }
    return result;
  }

  /** What {@code wither} returns, or null if it refuses the values. */
  static @Nullable Layer invoke(Method wither, Layer layer, Object[] values)
      throws ReflectiveOperationException {
    try {
      return (Layer) wither.invoke(layer, values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        return null;
      }
      throw e;
    }
  }

  private static List<Object> candidates(Class<?> type) {
    if (type == int.class) {
      return List.of(1, 2, 3, -2, 0);
    }
    if (type == long.class) {
      return List.of(5L);
    }
    if (type == double.class) {
      return List.of(0.75, 2.5);
    }
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type == int[].class) {
      return List.of(new int[] {5, 3, 2}, new int[] {2}, new int[] {3}, new int[] {0});
    }
    if (type == String.class) {
      return List.of(
          "bilinear",
          "same",
          "valid",
          "softsign",
          "he_normal",
          "mixed_bfloat16",
          "unusual",
          "l2",
          "non_neg");
    }
    if (type == Padding.class) {
      return List.of(Padding.SAME, Padding.VALID);
    }
    if (type == DTypePolicy.class) {
      return List.of(DTypePolicy.MIXED_BFLOAT16);
    }
    if (type == Activation.class) {
      return List.of(Activations.SOFTSIGN);
    }
    if (type == Regularizer.class) {
      return List.of(new L2(0.375));
    }
    if (type == Constraint.class) {
      return List.of(new MaxNorm(0.375));
    }
    return type == Initializer.class ? List.of(new Constant(0.375)) : List.of();
  }

  private static Class<?> wrapper(Class<?> type) {
    if (type == int.class) {
      return Integer.class;
    }
    if (type == long.class) {
      return Long.class;
    }
    if (type == double.class) {
      return Double.class;
    }
    return type == boolean.class ? Boolean.class : type;
  }
}
