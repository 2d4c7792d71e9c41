package dev.lamina.optimizers;

import dev.lamina.constraints.Constraint;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The training step that an {@link Optimizer} adds its updates to. */
public interface StepContext {
  /** The graph of the whole step. */
  GraphBuilder graph();

  /** The learning rate of this step, a scalar. */
  Value learningRate();

  /** The number of the training step, INT32, from 1. */
  Value step();

  /**
   * A scalar that is worked out anew before each step.
   *
   * @param name those of one name are one
   * @param type FLOAT32 or INT32
   * @param ofStep gives it for the number of the training step, from 1
   */
  Value number(String name, DType type, IntToDoubleFunction ofStep);

  /**
   * A tensor that is kept between steps.
   *
   * @param weight whose it is
   * @param initial the value of all its elements before the first step
   */
  Value slot(Value weight, String name, Shape shape, double initial);

  /** What holds for a weight after each step; null where nothing does. */
  @Nullable Constraint constraint(Value weight);
}
