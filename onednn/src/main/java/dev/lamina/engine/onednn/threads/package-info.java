/**
 * OpenMP's threads: how many there are, how they compute, and Java on a team of them. Not for
 * users.
 */
@NullMarked
package dev.lamina.engine.onednn.threads;

import org.jspecify.annotations.NullMarked;
