/**
 * Values that several layers take as arguments. Layers depend on them, never the other way round.
 */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.arguments;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
