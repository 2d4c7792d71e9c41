/** Lamina: convolutional networks on the JVM, in the style of Keras. */
@NullMarked
package dev.lamina;

import org.jspecify.annotations.NullMarked;
