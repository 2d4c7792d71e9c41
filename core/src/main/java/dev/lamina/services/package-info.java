/** How Lamina finds what its other modules bring. Not exported. */
@NullMarked
package dev.lamina.services;

import org.jspecify.annotations.NullMarked;
