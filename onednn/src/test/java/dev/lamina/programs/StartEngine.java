package dev.lamina.programs;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engines;

/**
 * Prints what the engine is, or why it does not start. In a package of its own: on the module path
 * a package is in one module only.
 */
public final class StartEngine {
  private StartEngine() {}

  public static void main(String[] arguments) {
    try {
      System.out.println(Engines.named("onednn").description());
    } catch (LaminaException e) {
      System.out.println(e.getMessage());
    }
  }
}
