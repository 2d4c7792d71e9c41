/** Activation functions by Keras's names: {@link dev.lamina.activations.Activations}. */
@NullMarked
package dev.lamina.activations;

import org.jspecify.annotations.NullMarked;
