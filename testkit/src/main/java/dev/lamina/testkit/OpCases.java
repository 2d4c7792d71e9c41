package dev.lamina.testkit;

/**
 * Seeded random cases for every op, in families.
 *
 * <pre>{@code
 * OpCase failed = OpCases.of(OpFamily.CONVOLUTION, 123); // as printed by a failure
 * double[] y = failed.run(engine).output("y");
 * }</pre>
 */
public final class OpCases {
  private OpCases() {}

  /** The case of this number; the same at every call. */
  public static OpCase of(OpFamily family, int seed) {
    CaseBuilder builder = new CaseBuilder(family, seed);
    family.draw(builder);
    return builder.build();
  }
}
