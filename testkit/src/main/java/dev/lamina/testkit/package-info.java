/** What every engine and every layer must pass. */
@NullMarked
package dev.lamina.testkit;

import org.jspecify.annotations.NullMarked;
