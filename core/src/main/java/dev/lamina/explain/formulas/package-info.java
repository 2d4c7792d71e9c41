/** Works out the formulas of an explanation from a model's ops. Not for users. */
@NullMarked
package dev.lamina.explain.formulas;

import org.jspecify.annotations.NullMarked;
