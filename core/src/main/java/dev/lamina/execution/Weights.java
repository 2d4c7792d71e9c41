package dev.lamina.execution;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.network.WeightSpec;
import dev.lamina.plan.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model's weights by name, each in Keras's order of axes and row-major. */
public final class Weights {
  private final ModelRuntime runtime;

  /** All weights, once they are made; every prediction asks whether they have changed. */
  private volatile Variables.@Nullable Watched watched;

  /**
   * The {@linkplain Variables.Watched#changes changes} after which all weights were last seen
   * finite.
   */
  private volatile long finiteAt = -1;

  Weights(ModelRuntime runtime) {
    this.runtime = runtime;
  }

  /** The names, in the order in which the layers define the weights. */
  public List<String> names() {
    return names(runtime.network().weights());
  }

  /**
   * The names of those that the optimizer changes, as it was decided when the model was compiled.
   */
  public List<String> trainableNames() {
    return names(runtime.trainedWeights());
  }

  private static List<String> names(List<WeightSpec> weights) {
    return weights.stream().map(WeightSpec::name).toList();
  }

  /**
   * The shape of a weight.
   *
   * @throws LaminaException if there is none of this name
   */
  public Shape shape(String name) {
    List<WeightSpec> weights = runtime.network().weights();
    return weights.stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LaminaException(
                    "there is no weight \"%s\"; the model has %s".formatted(name, names(weights))))
        .shape();
  }

  /** A copy of a weight's values. */
  public float[] get(String name) {
    shape(name);
    return runtime.variables().get(name);
  }

  /** Replaces a weight's values. */
  public void set(String name, float[] values) {
    shape(name);
    runtime.variables().set(name, values);
  }

  /** Copies of all. */
  public Map<String, float[]> all() {
    Map<String, float[]> result = new LinkedHashMap<>();
    for (String name : names()) {
      result.put(name, runtime.variables().get(name));
    }
    return result;
  }

  /** Replaces those of these names. Nothing is changed if a name or a length is wrong. */
  public void setAll(Map<String, float[]> weights) {
    weights.forEach(
        (name, values) -> {
          Shape shape = shape(name);
          if (values.length != shape.size()) {
            throw new ShapeException(
                "%s: received %d values, expected %d (shape %s)"
                    .formatted(name, values.length, shape.size(), shape));
          }
        });
    Variables all = runtime.variables(weights);
    weights.forEach(all::set);
  }

  /**
   * Refuses to use weights that are not finite.
   *
   * @param consequence what is not done therefore, such as {@code the model cannot predict}
   * @throws LaminaException naming the weight
   */
  public void requireFinite(String consequence) {
    Variables variables = runtime.variables();
    try {
      Variables.Watched weights = watched;
      if (weights == null) {
        weights = variables.watch(names());
        watched = weights;
      }
      long changes = weights.changes();
      if (finiteAt != changes) {
        requireFinite(variables, names(), consequence);
        finiteAt = changes;
      }
    } catch (LaminaException e) {
      runtime.requireOpen(); // another thread may have closed it since
      throw e;
    }
  }

  /** As {@link #requireFinite}, the optimizer's state included. */
  public void requireFiniteState(String consequence) {
    Variables variables = runtime.variables();
    List<String> names = variables.names().stream().filter(name -> !Totals.holds(name)).toList();
    requireFinite(variables, names, consequence);
  }

  private static void requireFinite(Variables variables, List<String> names, String consequence) {
    String name = variables.notFinite(names);
    if (name != null) {
      float[] values = variables.get(name);
      int element = NotFinite.find(values, 0, values.length);
      throw new LaminaException(
          "%s: \"%s\" holds %s (element %d of %d); go on from weights saved before"
              .formatted(consequence, name, values[element], element, values.length));
    }
  }
}
