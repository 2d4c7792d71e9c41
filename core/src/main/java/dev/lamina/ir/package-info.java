/**
 * What is computed: {@link dev.lamina.ir.Graph graphs} of typed {@link dev.lamina.ir.Op ops} over
 * logical shapes, batch first and channels last (NHWC, filters HWIO). Nothing here knows of
 * hardware, memory or layers, nor of any single op: these are in {@link dev.lamina.ir.ops}.
 */
@NullMarked
package dev.lamina.ir;

import org.jspecify.annotations.NullMarked;
