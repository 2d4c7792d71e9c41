/** Layers of several inputs. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.merging;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
