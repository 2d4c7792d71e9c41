/** What the machine can do at most: matrix products per second, and bytes to and from memory. */
@NullMarked
package dev.lamina.benchmarks.roofline;

import org.jspecify.annotations.NullMarked;
