/** The engine that runs Lamina's ops on oneDNN. */
@NullMarked
package dev.lamina.onednn;

import org.jspecify.annotations.NullMarked;
