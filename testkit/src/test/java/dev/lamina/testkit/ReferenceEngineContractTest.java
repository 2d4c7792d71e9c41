package dev.lamina.testkit;

import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.ReferenceEngine;

/** The reference engine in double is an engine too: it equals itself in float but for rounding. */
class ReferenceEngineContractTest extends EngineContract {
  private final Engine engine = ReferenceEngine.float64();

  @Override
  protected Engine engine() {
    return engine;
  }

  /** It is compared with its own code. */
  @Override
  protected int mostCases() {
    return 5;
  }
}
