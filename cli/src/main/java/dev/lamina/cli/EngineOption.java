package dev.lamina.cli;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options {@code --engine} and {@code --threads}. */
final class EngineOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "onednn|reference",
      description = "What computes: onednn is fast, reference is plain Java. Default: onednn")
  private @Nullable String engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description =
          "Threads to compute with, at most one for each processor that this process may use."
              + " Default: one for each physical core")
  private @Nullable Integer threads;

  /** Complains of an engine that is not there. */
  void check() {
    if (engine != null && !Engines.names().contains(engine)) {
      throw Arguments.wrong(
          spec,
          "--engine: \"%s\" is unknown; choose %s"
              .formatted(engine, String.join(" or ", Engines.names())));
    }
  }

  /** Starts the engine, with the threads asked for. */
  Engine start() {
    check();
    Engines.threads(threads == null ? 0 : threads);
    return engine == null ? Engines.defaultEngine() : Engines.named(engine);
  }

  /** The threads asked for; null leaves them to the engine. */
  @Nullable Integer threads() {
    return threads;
  }
}
