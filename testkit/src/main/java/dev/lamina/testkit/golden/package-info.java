/**
 * What real Keras computed: readers of the golden files, and the contract that compares with them.
 */
@NullMarked
package dev.lamina.testkit.golden;

import org.jspecify.annotations.NullMarked;
