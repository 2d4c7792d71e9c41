/** Models: layers put together, trained, evaluated and used. */
@NullMarked
package dev.lamina.models;

import org.jspecify.annotations.NullMarked;
