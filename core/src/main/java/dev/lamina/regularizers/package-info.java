/** Penalties on weights, as in Keras: {@link dev.lamina.regularizers.Regularizers}. */
@CheckReturnValue
@NullMarked
package dev.lamina.regularizers;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
