/** What is reported beside the loss: metrics with Keras's meanings. */
@CheckReturnValue
@NullMarked
package dev.lamina.metrics;

import dev.lamina.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
