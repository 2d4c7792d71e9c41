/**
 * The definition of every op: plain loops over arrays, in float or double. There is no SIMD, no
 * thread and no cache here; all other engines are compared with this one. To learn what an op does,
 * read its kernel, for example {@code ConvolutionKernels}.
 */
@NullMarked
package dev.lamina.engine.reference;

import org.jspecify.annotations.NullMarked;
