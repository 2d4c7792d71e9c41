/**
 * The native libraries, their functions and memory, and the thread that owns them. Not for users.
 */
@NullMarked
package dev.lamina.engine.onednn.natives;

import org.jspecify.annotations.NullMarked;
