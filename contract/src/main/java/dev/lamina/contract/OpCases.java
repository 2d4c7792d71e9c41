package dev.lamina.contract;

import dev.lamina.ir.DType;

/**
 * Seeded random cases for every op, in families.
 *
 * <pre>{@code
 * OpCase failed = OpCases.of(OpFamily.CONVOLUTION, 123); // as printed by a failure
 * double[] y = failed.run(engine).output("y");
 * }</pre>
 */
public final class OpCases {
  /** How many cases of each family a test of an engine compares. */
  public static final int COUNT = 500;

  private OpCases() {}

  /** The case of this number; the same at every call. */
  public static OpCase of(OpFamily family, int seed) {
    return of(family, seed, DType.FLOAT32);
  }

  /**
   * As {@link #of(OpFamily, int)}, computed in another type.
   *
   * @param dtype FLOAT32 or, for families that {@linkplain OpFamily#hasBfloat16 have it}, BFLOAT16
   */
  public static OpCase of(OpFamily family, int seed, DType dtype) {
    CaseBuilder builder = new CaseBuilder(family, seed, dtype);
    family.draw(builder);
    return builder.build();
  }
}
