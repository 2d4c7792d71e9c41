/** What is reported beside the loss: metrics with Keras's meanings. */
@NullMarked
package dev.lamina.metrics;

import org.jspecify.annotations.NullMarked;
