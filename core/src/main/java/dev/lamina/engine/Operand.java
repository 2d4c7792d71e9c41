package dev.lamina.engine;

import dev.lamina.ir.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * What the planner can say of an op's input: its type, and the layout it is in, or null where the
 * kernel may choose freely because nothing has decided yet (a variable that no kernel has read).
 */
public record Operand(TensorType type, @Nullable Layout layout) {}
