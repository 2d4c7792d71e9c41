/** Files from which an interrupted training goes on, bit for bit. */
@NullMarked
package dev.lamina.checkpoints;

import org.jspecify.annotations.NullMarked;
