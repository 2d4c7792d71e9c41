package dev.lamina.engine.reference;

import dev.lamina.ir.DType;

/** The numbers that results are rounded to. */
enum Precision {
  FLOAT,
  /** Nothing is rounded, whatever its type: for gradient checks. */
  DOUBLE;

  /** Counters and workspaces hold whole numbers, which rounding could only harm. */
  Rounding rounding(DType dtype) {
    if (this == DOUBLE) {
      return Rounding.NONE;
    }
    return switch (dtype) {
      case FLOAT32 -> Rounding.FLOAT32;
      case BFLOAT16 -> Rounding.BFLOAT16;
      case INT32, WORKSPACE -> Rounding.NONE;
    };
  }
}
