/**
 * Image files: their bytes, headers, colours and pixels, and folders full of them. Not for users.
 */
@NullMarked
package dev.lamina.datasets.images;

import org.jspecify.annotations.NullMarked;
