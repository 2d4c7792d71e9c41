package dev.lamina.engine.onednn;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.testkit.EngineContract;

/**
 * Kernels made for one thread are others than those for a team, and run here on this thread. Not
 * run on lower instruction sets, which would take minutes more.
 */
class SoloContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    return Engines.named("onednn").solo().orElseThrow();
  }

  /** The sizes that decide are those of the team's kernels, which are compared in all cases. */
  @Override
  protected int mostCases() {
    return 5;
  }
}
