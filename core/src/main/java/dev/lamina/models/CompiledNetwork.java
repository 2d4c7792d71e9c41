package dev.lamina.models;

import dev.lamina.LaminaException;
import dev.lamina.execution.Objective;
import dev.lamina.ir.Shape;
import dev.lamina.losses.Loss;
import dev.lamina.losses.Losses;
import dev.lamina.metrics.Metric;
import dev.lamina.optimizers.Optimizer;
import dev.lamina.optimizers.Optimizers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Model} that says what it learns.
 *
 * <pre>{@code
 * model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
 * }</pre>
 */
public abstract class CompiledNetwork extends PredictingNetwork {
  private @Nullable Compilation compilation;

  /** For this package's kinds of model. */
  CompiledNetwork() {}

  /** Names the optimizer, the loss and the metrics as Keras does. */
  public final void compile(String optimizer, String loss, String... metrics) {
    requireOpen();
    compile(Optimizers.get(optimizer), loss, metrics);
  }

  /** Names the loss and the metrics as Keras does. */
  public final void compile(Optimizer optimizer, String loss, String... metrics) {
    requireOpen();
    compile(optimizer, Losses.get(loss), metrics);
  }

  /** Names the metrics as Keras does; {@code accuracy} is resolved by the loss and the shapes. */
  public final void compile(Optimizer optimizer, Loss loss, String... metrics) {
    requireOpen();
    compile(optimizer, List.of(Head.of(loss).metrics(metrics)));
  }

  /**
   * Names the loss and the metrics as Keras does, with metrics that take account of weights.
   *
   * <pre>{@code
   * model.compile(new Adam(), "mse", List.of("mae"), List.of("mae")); // mae and weighted_mae
   * }</pre>
   *
   * @param metrics the mean over all samples, whatever they weigh
   * @param weightedMetrics the weighted mean, with the weights of samples and classes
   */
  public final void compile(
      Optimizer optimizer, String loss, List<String> metrics, List<String> weightedMetrics) {
    requireOpen();
    Head head =
        Head.of(loss)
            .metrics(metrics.toArray(String[]::new))
            .weightedMetrics(weightedMetrics.toArray(String[]::new));
    compile(optimizer, List.of(head));
  }

  /** As {@link #compile(Compilation)}, without weighted metrics. */
  public final void compile(Optimizer optimizer, Loss loss, List<Metric> metrics) {
    requireOpen();
    compile(new Compilation(optimizer, loss, metrics));
  }

  /** Says for each output, in order, what it is trained for and measured by. */
  public final void compile(Optimizer optimizer, List<Head> outputs) {
    List<Shape> shapes = outputShapes();
    if (outputs.size() != shapes.size()) {
      throw new LaminaException(
          "received losses for %d outputs, but the model has %d: %s"
              .formatted(outputs.size(), shapes.size(), outputNames()));
    }
    List<OutputGoal> goals = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      goals.add(outputs.get(i).resolve(shapes.get(i)));
    }
    compile(new Compilation(optimizer, goals));
  }

  /**
   * As {@link #compile(Optimizer, List)}, by the names of the outputs; those not named are not
   * trained.
   *
   * @throws LaminaException if a name is not that of an output
   */
  public final void compile(Optimizer optimizer, Map<String, Head> outputs) {
    List<String> names = outputNames();
    for (String name : outputs.keySet()) {
      if (!names.contains(name)) {
        throw new LaminaException(
            "there is no output \"%s\"; the model has %s".formatted(name, names));
      }
    }
    compile(
        optimizer,
        names.stream().map(name -> outputs.getOrDefault(name, Head.untrained())).toList());
  }

  /** Sets how the model learns. Weights stay as they are; the optimizer starts anew. */
  public final void compile(Compilation compilation) {
    Objective objective = compilation.objective(outputNames());
    this.compilation = compilation;
    runtime().compile(objective);
  }

  /** Whether {@code compile} was called. */
  public final boolean isCompiled() {
    requireOpen();
    return runtime().isCompiled();
  }

  /**
   * What the model was compiled with.
   *
   * @throws LaminaException if it is not compiled
   */
  public final Compilation compilation() {
    requireOpen();
    runtime().objective(); // there must be one
    return Objects.requireNonNull(compilation);
  }
}
