/** What training makes small: losses with Keras's meanings. */
@CheckReturnValue
@NullMarked
package dev.lamina.losses;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
