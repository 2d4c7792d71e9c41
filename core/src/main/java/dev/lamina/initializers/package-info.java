/** First values of weights, as in Keras: {@link dev.lamina.initializers.Initializers}. */
@CheckReturnValue
@NullMarked
package dev.lamina.initializers;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
