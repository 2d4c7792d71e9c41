/**
 * The interface to what runs ops: an {@link dev.lamina.engine.Engine} offers {@link
 * dev.lamina.engine.Kernel kernels} for ops over {@link dev.lamina.engine.Layout layouts}, and
 * {@link dev.lamina.engine.Memory} to run them in. Engines see ops and buffers, never layers.
 */
@NullMarked
package dev.lamina.engine;

import org.jspecify.annotations.NullMarked;
