package dev.lamina.engine;

/**
 * What an engine's module registers with {@link java.util.ServiceLoader}. Lamina's own are found by
 * the names of their classes too.
 */
public interface EngineProvider {
  String name();

  /** Among the providers present, the highest is the default. */
  int priority();

  /**
   * Starts an engine.
   *
   * @param threads how many threads to compute with; 0 leaves it to the engine
   * @throws dev.lamina.LaminaException if it cannot run here, saying why and what to do
   */
  Engine create(int threads);
}
