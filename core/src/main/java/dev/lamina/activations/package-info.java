/** Activation functions by Keras's names: {@link dev.lamina.activations.Activations}. */
@CheckReturnValue
@NullMarked
package dev.lamina.activations;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
