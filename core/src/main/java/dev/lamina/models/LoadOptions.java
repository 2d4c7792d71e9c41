package dev.lamina.models;

import dev.lamina.CheckReturnValue;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.layers.DTypePolicy;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Model#load(java.nio.file.Path, LoadOptions)} reads a file.
 *
 * <pre>{@code
 * Model model = Model.load(path, LoadOptions.defaults().compile(false).engine("reference"));
 * }</pre>
 *
 * @param compile whether to take over optimizer, loss and metrics; true by default. Without them
 *     the model predicts, and can be compiled anew. What a layer needs for training only, such as a
 *     regularizer that Lamina lacks, is an error with them and left out without; see {@link
 *     dev.lamina.layers.Layer#leftOut}
 * @param engine the name of the engine to run on; null takes the best one present
 * @param dtypePolicy in which numbers all layers compute, whatever the file says; null keeps to the
 *     file
 * @param customObjects classes of the caller's own that the file may name
 * @param tolerant who is told what is not taken over; null, the default, makes it an error
 */
@CheckReturnValue
public record LoadOptions(
    boolean compile,
    @Nullable String engine,
    @Nullable DTypePolicy dtypePolicy,
    CustomObjects customObjects,
    @Nullable Consumer<String> tolerant) {
  public static LoadOptions defaults() {
    return new LoadOptions(true, null, null, CustomObjects.none(), null);
  }

  public LoadOptions compile(boolean compile) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects, tolerant);
  }

  public LoadOptions engine(String engine) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects, tolerant);
  }

  /** For example {@code float32}, to run a model of mixed precision on any machine. */
  public LoadOptions dtypePolicy(String name) {
    return new LoadOptions(compile, engine, DTypePolicy.of(name), customObjects, tolerant);
  }

  /** Adds a class of the caller's own, as {@link CustomObjects#with}. */
  public LoadOptions customObject(String className, Function<ConfigReader, ?> factory) {
    return new LoadOptions(
        compile, engine, dtypePolicy, customObjects.with(className, factory), tolerant);
  }

  /**
   * Takes over of the compile settings what Lamina has. Metrics that it lacks are left out; for a
   * loss or an optimizer that it lacks there is {@link dev.lamina.losses.UnsupportedLoss} or {@link
   * dev.lamina.optimizers.UnsupportedOptimizer}, which complain when they are needed. Regularizers
   * and constraints are left out of the layers, and training them is refused.
   *
   * @param told receives a sentence for each thing that is not taken over
   */
  public LoadOptions tolerant(Consumer<String> told) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects, told);
  }

  /** For people, such as {@code with compile settings, engine onednn}. */
  @Override
  public String toString() {
    return (compile ? "with" : "without")
        + " compile settings"
        + (engine == null ? "" : ", engine " + engine)
        + (dtypePolicy == null ? "" : ", dtype policy " + dtypePolicy)
        + (customObjects.isEmpty() ? "" : ", " + customObjects);
  }
}
