/** Readers of the golden files: what real Keras computed, to compare Lamina with. */
@NullMarked
package dev.lamina.testkit.golden;

import org.jspecify.annotations.NullMarked;
