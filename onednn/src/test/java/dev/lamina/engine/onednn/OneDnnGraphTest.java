package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.golden.GraphContract;

class OneDnnGraphTest extends GraphContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn");
  }
}
