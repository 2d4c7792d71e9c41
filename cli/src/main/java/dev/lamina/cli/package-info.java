/** The {@code lamina} program. */
@NullMarked
package dev.lamina.cli;

import org.jspecify.annotations.NullMarked;
