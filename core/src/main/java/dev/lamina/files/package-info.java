/** Files that are replaced as a whole or not at all. */
@NullMarked
package dev.lamina.files;

import org.jspecify.annotations.NullMarked;
