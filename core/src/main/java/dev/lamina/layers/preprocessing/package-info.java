/** Layers that turn raw pixels into what a network likes. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.preprocessing;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
