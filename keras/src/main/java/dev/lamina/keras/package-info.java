/** Keras's files: {@code .keras}, {@code .weights.h5} and the legacy {@code .h5}. */
@NullMarked
package dev.lamina.keras;

import org.jspecify.annotations.NullMarked;
