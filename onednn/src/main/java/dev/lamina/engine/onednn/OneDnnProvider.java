package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.EngineProvider;

/**
 * Offers the engine {@code onednn}, the default where it is present. Choose it by name, or leave
 * the choice:
 *
 * <pre>{@code
 * Engine engine = Engines.named("onednn");
 * }</pre>
 */
public final class OneDnnProvider implements EngineProvider {
  @Override
  public String name() {
    return OneDnnEngine.NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Engine create(int threads) {
    return new OneDnnEngine(threads);
  }
}
