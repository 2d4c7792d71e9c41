package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.EngineContract;
import org.junit.jupiter.api.Tag;

/** Kernels made for one thread are others than those for a team, and run here on this thread. */
@Tag("instruction-sets")
class SoloContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn").solo().orElseThrow();
  }
}
