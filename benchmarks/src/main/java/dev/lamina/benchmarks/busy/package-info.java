/** What keeps the machine busy beside the contestants, where that is asked for. */
@NullMarked
package dev.lamina.benchmarks.busy;

import org.jspecify.annotations.NullMarked;
