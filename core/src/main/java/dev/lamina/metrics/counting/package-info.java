/** What metrics of one kind share: decisions, confusion matrices, thresholds. Not for users. */
@NullMarked
package dev.lamina.metrics.counting;

import org.jspecify.annotations.NullMarked;
