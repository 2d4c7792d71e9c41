/** Layers that move, repeat, cut or surround numbers, and compute nothing from them. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.reshaping;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
