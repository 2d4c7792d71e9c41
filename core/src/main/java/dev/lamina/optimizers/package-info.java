/** How gradients change weights: optimizers with Keras's arguments and formulas. */
@NullMarked
package dev.lamina.optimizers;

import org.jspecify.annotations.NullMarked;
