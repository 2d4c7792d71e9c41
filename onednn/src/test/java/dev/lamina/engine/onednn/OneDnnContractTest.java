package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.EngineContract;
import org.junit.jupiter.api.Tag;

@Tag("instruction-sets")
class OneDnnContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn");
  }
}
