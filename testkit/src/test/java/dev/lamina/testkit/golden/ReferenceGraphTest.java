package dev.lamina.testkit.golden;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;

class ReferenceGraphTest extends GraphContract {
  @Override
  protected Engine engine() {
    return Engines.named("reference");
  }
}
