/** Numbers as people read them. Not for users. */
@NullMarked
package dev.lamina.text;

import org.jspecify.annotations.NullMarked;
