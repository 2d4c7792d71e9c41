/** First values of weights, as in Keras: {@link dev.lamina.initializers.Initializers}. */
@NullMarked
package dev.lamina.initializers;

import org.jspecify.annotations.NullMarked;
