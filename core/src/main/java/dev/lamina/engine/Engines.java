package dev.lamina.engine;

import dev.lamina.LaminaException;
import dev.lamina.services.Services;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The engines present in this process. Each is started on first use and shared.
 *
 * <pre>{@code
 * Engine engine = Engines.named("reference");
 * }</pre>
 */
public final class Engines {
  private static final Logger LOGGER = System.getLogger(Engines.class.getName());

  private static final String ONEDNN = "dev.lamina.engine.onednn.OneDnnProvider";

  private static final String REFERENCE = "dev.lamina.engine.reference.ReferenceEngineProvider";

  /** Lamina's own, which are found in a jar that has lost the lists of services too. */
  private static final List<String> KNOWN = List.of(ONEDNN, REFERENCE);

  private static final String SLOW =
      """
      computing with the engine "reference", with which training takes many times as long: \
      the engine "onednn" is missing, as there is no class %s on the class path or among the modules. \
      Depend on dev.lamina:lamina, or on lamina-onednn and its natives; in a module, require dev.lamina. \
      If you want the engine "reference", choose it by its name: model.setEngine("reference")\
      """
          .formatted(ONEDNN);

  private static final Map<String, Engine> STARTED = new HashMap<>();
  private static int threads;
  private static boolean warned;

  private Engines() {}

  /** The names of the engines that can be chosen, the default first. */
  public static List<String> names() {
    return providers().stream().map(EngineProvider::name).toList();
  }

  /**
   * The engine of the highest priority: oneDNN where its module is present. Where only the
   * reference engine is, that is logged once, as a warning that says how to add oneDNN; choosing
   * the reference engine by its name is not.
   *
   * @throws LaminaException if the engine is present but does not start, saying why and what to do
   */
  public static Engine defaultEngine() {
    EngineProvider provider = providers().get(0);
    if (provider.getClass().getName().equals(REFERENCE)) {
      warn();
    }
    return named(provider.name());
  }

  private static synchronized void warn() {
    if (!warned) {
      warned = true;
      LOGGER.log(Level.WARNING, SLOW);
    }
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
        Services.load(EngineProvider.class, KNOWN).stream()
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
