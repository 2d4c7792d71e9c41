/**
 * How the learning rate changes as training goes on: schedules with Keras's arguments and formulas.
 */
@CheckReturnValue
@NullMarked
package dev.lamina.schedules;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
