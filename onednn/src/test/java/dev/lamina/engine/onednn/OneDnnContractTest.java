package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.EngineContract;

class OneDnnContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn");
  }
}
