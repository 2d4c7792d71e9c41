package dev.lamina;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The result must be used. Layers and options are values: what looks like a setter returns a
 * changed copy, and without it nothing has happened.
 *
 * <pre>{@code
 * Conv2D layer = new Conv2D(32, 3);
 * layer.padding("same");         // no effect; Error Prone refuses to compile it
 * layer = layer.padding("same"); // right
 * }</pre>
 *
 * <p>Error Prone knows every annotation of this name, and reports a dropped result as an error.
 * IDEs such as IntelliJ IDEA report it once the annotation is listed in their inspection of ignored
 * results.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.PACKAGE})
public @interface CheckReturnValue {}
