/**
 * What runs a model: its runtime, weights, step graphs, plans, feeding and totals. Not for users.
 */
@NullMarked
package dev.lamina.execution;

import org.jspecify.annotations.NullMarked;
