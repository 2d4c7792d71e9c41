/** Files of arrays, {@code .npy} and IDX: headers, elements and raw numbers. Not for users. */
@NullMarked
package dev.lamina.datasets.arrays;

import org.jspecify.annotations.NullMarked;
