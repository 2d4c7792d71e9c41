package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.EngineProvider;
import dev.lamina.engine.onednn.natives.InstructionSet;
import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.engine.onednn.threads.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Offers the engine {@code onednn}, the default where it is present. Choose it by name, or leave
 * the choice:
 *
 * <pre>{@code
 * Engine engine = Engines.named("onednn");
 * }</pre>
 */
public final class OneDnnProvider implements EngineProvider {
  private static final Logger LOGGER = System.getLogger(OneDnnProvider.class.getName());

  @Override
  public String name() {
    return OneDnnEngine.NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  /**
   * Starts the engine.
   *
   * @param threads how many threads to compute with, as far as this process may use as many
   *     processors; 0 for {@code OMP_NUM_THREADS} or else one for each physical core. A wish for
   *     more is logged once, as a warning, and told by {@link Engine#description()}
   * @throws dev.lamina.LaminaException if oneDNN does not load here, saying why and what to do
   */
  @Override
  public Engine create(int threads) {
    NativeLibrary.load();
    Threads chosen = Threads.choose(threads);
    chosen
        .shortfall()
        .ifPresent(why -> LOGGER.log(Level.WARNING, "computing with {0}", chosen.toString()));
    // Elsewhere oneDNN has other code for rows and for images that lie channels last, and nothing
    // has been measured.
    return new OneDnnEngine(chosen, InstructionSet.hasAvx2());
  }
}
