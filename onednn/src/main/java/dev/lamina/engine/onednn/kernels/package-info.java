/** The kernels of the other ops, a class for each family. Not for users. */
@NullMarked
package dev.lamina.engine.onednn.kernels;

import org.jspecify.annotations.NullMarked;
