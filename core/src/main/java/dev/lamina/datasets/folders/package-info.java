/**
 * Folders: what lies in them, what the names mean, and what is wrong with a path. Not for users.
 */
@NullMarked
package dev.lamina.datasets.folders;

import org.jspecify.annotations.NullMarked;
