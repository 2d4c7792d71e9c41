/**
 * How weights learn: reverse-mode differentiation by one table of {@link
 * dev.lamina.autodiff.GradientRules gradient rules}, adding backward ops to the same graph.
 */
@NullMarked
package dev.lamina.autodiff;

import org.jspecify.annotations.NullMarked;
