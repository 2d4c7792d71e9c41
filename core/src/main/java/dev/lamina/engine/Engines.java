package dev.lamina.engine;

import dev.lamina.LaminaException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The engines present in this process. Each is started on first use and shared.
 *
 * <pre>{@code
 * Engine engine = Engines.named("reference");
 * }</pre>
 */
public final class Engines {
  private static final Map<String, Engine> STARTED = new HashMap<>();
  private static int threads;

  private Engines() {}

  /** The names of the engines that can be chosen, the default first. */
  public static List<String> names() {
    return providers().stream().map(EngineProvider::name).toList();
  }

  /** The engine of the highest priority: oneDNN where its module is present. */
  public static Engine defaultEngine() {
    return named(providers().get(0).name());
  }

  /**
   * The engine of this name.
   *
   * @throws LaminaException listing the names there are
   */
  public static synchronized Engine named(String name) {
    Engine started = STARTED.get(name);
    if (started != null) {
      return started;
    }
    for (EngineProvider provider : providers()) {
      if (provider.name().equals(name)) {
        Engine engine = provider.create(threads);
        STARTED.put(name, engine);
        return engine;
      }
    }
    throw new LaminaException(
        "unknown engine \"%s\"; available: %s (add the engine's module to the class path)"
            .formatted(name, String.join(", ", names())));
  }

  /**
   * Sets how many threads engines started from now on compute with; 0, the default, leaves it to
   * them (one per physical core).
   *
   * <p>No engine uses more than this process may use processors, as {@link
   * Runtime#availableProcessors()} tells: one that is asked for more says so in {@link
   * Engine#description()} and logs a warning.
   *
   * @throws LaminaException if the number is negative
   */
  public static synchronized void threads(int count) {
    if (count < 0) {
      throw new LaminaException("threads must be >= 0, received " + count);
    }
    threads = count;
  }

  private static List<EngineProvider> providers() {
    List<EngineProvider> providers =
        ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(
                Comparator.comparingInt(EngineProvider::priority)
                    .reversed()
                    .thenComparing(EngineProvider::name))
            .toList();
    if (providers.isEmpty()) {
      throw new LaminaException(
          "no engine is present; add lamina-onednn or lamina-core to the class path");
    }
    return providers;
  }
}
