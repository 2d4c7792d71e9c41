/** Filters that slide over images. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.convolutional;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
