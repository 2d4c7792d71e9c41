/** Activations as layers of their own. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.activation;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
