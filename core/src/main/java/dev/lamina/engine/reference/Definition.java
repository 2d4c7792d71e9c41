package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.Op;

/** What one kind of op computes: given its arrays, the loops to run. */
@FunctionalInterface
interface Definition<O extends Op> {
  /** Allocates what the loops need besides, so that running them allocates nothing. */
  Step bind(O op, Arguments arguments);
}
