/** What each layer of a model does, with its numbers: {@link dev.lamina.explain.Explanation}. */
@NullMarked
package dev.lamina.explain;

import org.jspecify.annotations.NullMarked;
