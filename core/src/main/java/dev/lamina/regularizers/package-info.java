/** Penalties on weights, as in Keras: {@link dev.lamina.regularizers.Regularizers}. */
@NullMarked
package dev.lamina.regularizers;

import org.jspecify.annotations.NullMarked;
