/** Layers that make training harder, so that what is learned holds for unseen images. */
@CheckReturnValue
@NullMarked
package dev.lamina.layers.regularization;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
