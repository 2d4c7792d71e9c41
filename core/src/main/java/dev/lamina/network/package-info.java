/** Which layers are called on what, and what they ask for and give. Not for users. */
@NullMarked
package dev.lamina.network;

import org.jspecify.annotations.NullMarked;
