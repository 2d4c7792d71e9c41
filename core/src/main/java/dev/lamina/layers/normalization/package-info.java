/** Layers that shift and scale numbers to a common mean and spread. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.normalization;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
