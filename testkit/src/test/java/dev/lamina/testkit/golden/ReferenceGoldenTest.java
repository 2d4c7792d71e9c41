package dev.lamina.testkit.golden;

import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.ReferenceEngine;

class ReferenceGoldenTest extends GoldenContract {
  @Override
  protected Engine engine() {
    return ReferenceEngine.float32();
  }
}
