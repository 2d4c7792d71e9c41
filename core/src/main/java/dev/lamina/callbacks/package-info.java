/** What watches and steers training: {@link dev.lamina.models.Callback}. */
@NullMarked
package dev.lamina.callbacks;

import org.jspecify.annotations.NullMarked;
