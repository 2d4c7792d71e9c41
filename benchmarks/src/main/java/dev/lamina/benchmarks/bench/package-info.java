/** {@code lamina bench}: runs contestants in turn and reports what they took. */
@NullMarked
package dev.lamina.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
