/** Objects as data, for saving and comparing: {@link dev.lamina.config.Config}. */
@NullMarked
package dev.lamina.config;

import org.jspecify.annotations.NullMarked;
