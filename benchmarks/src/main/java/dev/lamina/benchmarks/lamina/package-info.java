/** Lamina as a contestant among others, and the profile of its steps. */
@NullMarked
package dev.lamina.benchmarks.lamina;

import org.jspecify.annotations.NullMarked;
