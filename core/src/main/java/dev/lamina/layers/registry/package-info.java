/** The table of all built-in layers, by which files find them. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.registry;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
