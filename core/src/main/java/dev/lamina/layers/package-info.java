/**
 * What a person writes: immutable layer specifications with Keras's names, arguments and defaults.
 * A layer is one file; its {@link dev.lamina.layers.Layer#call call} asks for weights and emits
 * ops.
 */
@CheckReturnValue
@NullMarked
package dev.lamina.layers;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
