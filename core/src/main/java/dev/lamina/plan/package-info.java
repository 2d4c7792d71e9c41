/**
 * When and where ops run: exact {@link dev.lamina.plan.Rewrite rewrites}, physical layouts, one
 * memory arena from liveness, one fixed list of steps.
 */
@NullMarked
package dev.lamina.plan;

import org.jspecify.annotations.NullMarked;
