/**
 * The ops: a record for each, the functions that some of them take, and {@link
 * dev.lamina.ir.ops.GraphBuilder the builder} that adds them to a graph. They are named as their
 * field names what they do; no layer is named as an op.
 */
@NullMarked
package dev.lamina.ir.ops;

import org.jspecify.annotations.NullMarked;
