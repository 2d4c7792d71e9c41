/**
 * The engine that runs Lamina's ops on oneDNN. Its module needs to be on the class path, nothing
 * else: {@link dev.lamina.engine.Engines} finds it.
 *
 * <p>How it is made: a {@code Primitive} is one prepared oneDNN computation, a {@code Descriptor}
 * says how a tensor lies in memory, a {@code OneDnnLayout} joins that with the logical tensor. One
 * class per family of ops turns requests into {@code PrimitiveKernel}s. What oneDNN does not offer
 * is computed in Java by {@code HostKernel}s.
 *
 * <p>Convolutions of 3x3 are computed by {@code Winograd}'s tiles where that pays, on an {@code
 * OpenMpTeam}: OpenMP's own threads, running Java that runs primitives on chunks of a batch.
 *
 * <p>oneDNN is called through its C interface: JavaCPP then neither owns nor counts any memory, and
 * the garbage collector frees nothing behind our back.
 */
@NullMarked
package dev.lamina.engine.onednn;

import org.jspecify.annotations.NullMarked;
