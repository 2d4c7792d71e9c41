/** Layers of numbers in general: {@link dev.lamina.layers.core.Dense} and the like. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.core;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
