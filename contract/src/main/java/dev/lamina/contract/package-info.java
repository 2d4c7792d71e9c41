/** Seeded cases of every op, and what runs them on an engine and compares it with the reference. */
@NullMarked
package dev.lamina.contract;

import org.jspecify.annotations.NullMarked;
