/** Samples as numbers, in whatever form they are held. Not for users. */
@NullMarked
package dev.lamina.datasets.samples;

import org.jspecify.annotations.NullMarked;
