package dev.lamina.models;

import dev.lamina.initializers.Initializer;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;

/**
 * A weight that a layer asked for.
 *
 * @param name the layer's name, a slash and the weight's, such as {@code conv2d/kernel}
 * @param trainable whether the optimizer changes it
 */
record WeightSpec(
    String name, Shape shape, Initializer initializer, boolean trainable, Value value) {}
