/**
 * Convolutions and their gradients, by oneDNN's own code and by Winograd's algorithm. Not for
 * users.
 */
@NullMarked
package dev.lamina.engine.onednn.convolutions;

import org.jspecify.annotations.NullMarked;
