package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.golden.GoldenContract;
import org.junit.jupiter.api.Tag;

@Tag("instruction-sets")
class OneDnnGoldenTest extends GoldenContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn");
  }
}
