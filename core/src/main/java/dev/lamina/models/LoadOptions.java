package dev.lamina.models;

import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.layers.DTypePolicy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Model#load(java.nio.file.Path, LoadOptions)} reads a file.
 *
 * <pre>{@code
 * Model model = Model.load(path, LoadOptions.defaults().compile(false).engine("reference"));
 * }</pre>
 *
 * @param compile whether to take over optimizer, loss and metrics; true by default
 * @param engine the name of the engine to run on; null takes the best one present
 * @param dtypePolicy in which numbers all layers compute, whatever the file says; null keeps to the
 *     file
 * @param customObjects classes of the caller's own that the file may name
 */
public record LoadOptions(
    boolean compile,
    @Nullable String engine,
    @Nullable DTypePolicy dtypePolicy,
    CustomObjects customObjects) {
  public static LoadOptions defaults() {
    return new LoadOptions(true, null, null, CustomObjects.none());
  }

  public LoadOptions compile(boolean compile) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects);
  }

  public LoadOptions engine(String engine) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects);
  }

  /** For example {@code float32}, to run a model of mixed precision on any machine. */
  public LoadOptions dtypePolicy(String name) {
    return new LoadOptions(compile, engine, DTypePolicy.of(name), customObjects);
  }

  /** Adds a class of the caller's own, as {@link CustomObjects#with}. */
  public LoadOptions customObject(String className, Function<ConfigReader, ?> factory) {
    return new LoadOptions(compile, engine, dtypePolicy, customObjects.with(className, factory));
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
