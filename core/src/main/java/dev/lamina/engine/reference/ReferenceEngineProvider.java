package dev.lamina.engine.reference;

import dev.lamina.engine.Engine;
import dev.lamina.engine.EngineProvider;

/** Offers the reference engine, in float, as {@code reference}. */
public final class ReferenceEngineProvider implements EngineProvider {
  static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  /** The lowest: any other engine that is present is faster. */
  @Override
  public int priority() {
    return 0;
  }

  /** The number of threads is ignored: there is always one. */
  @Override
  public Engine create(int threads) {
    return ReferenceEngine.float32();
  }
}
