/** How gradients change weights: optimizers with Keras's arguments and formulas. */
@CheckReturnValue
@NullMarked
package dev.lamina.optimizers;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
