/**
 * Passes over the images of a batch, a chunk at a time, and the stages that they do. Not for users.
 */
@NullMarked
package dev.lamina.engine.onednn.images;

import org.jspecify.annotations.NullMarked;
