/** What training makes small: losses with Keras's meanings. */
@NullMarked
package dev.lamina.losses;

import org.jspecify.annotations.NullMarked;
