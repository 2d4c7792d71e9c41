/** Windows, or whole images, joined into one number for each channel. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.pooling;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
