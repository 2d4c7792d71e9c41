/**
 * What holds for weights after each training step: constraints with Keras's arguments and formulas.
 */
@CheckReturnValue
@NullMarked
package dev.lamina.constraints;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
