/** Dropout: its mask, drawn in Java, and the kernels that multiply with it. Not for users. */
@NullMarked
package dev.lamina.engine.onednn.dropout;

import org.jspecify.annotations.NullMarked;
