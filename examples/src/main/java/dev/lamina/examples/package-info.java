/** Programs to read and to start from. */
@NullMarked
package dev.lamina.examples;

import org.jspecify.annotations.NullMarked;
