/**
 * oneDNN's words: descriptors, layouts, primitives and the memory that they work on. Not for users.
 */
@NullMarked
package dev.lamina.engine.onednn.primitives;

import org.jspecify.annotations.NullMarked;
