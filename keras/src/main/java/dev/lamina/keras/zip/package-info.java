/** Reads the zip archives that {@code .keras} files are, without trust in them. Not for users. */
@NullMarked
package dev.lamina.keras.zip;

import org.jspecify.annotations.NullMarked;
