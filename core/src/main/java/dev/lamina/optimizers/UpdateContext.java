package dev.lamina.optimizers;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.function.IntToDoubleFunction;

/** What an optimizer is given for each weight. */
public interface UpdateContext {
  GraphBuilder graph();

  /** The learning rate of this step, a scalar. */
  Value learningRate();

  /** The number of the update, INT32, from 1. */
  Value step();

  /**
   * A scalar that follows from the number of the update, such as {@code 1 - beta^step}. It is
   * worked out in double before each step.
   *
   * @param name those of one name are one, also for different weights
   * @param ofStep gives it for the number of the update, from 1
   */
  Value number(String name, IntToDoubleFunction ofStep);

  /**
   * A tensor that is kept between steps, such as a momentum; of the weight's shape unless {@link
   * Optimizer#slotShape} says otherwise.
   *
   * @param initial the value of all its elements before the first step
   */
  Value slot(String name, double initial);

  /** Gives a slot its new value. */
  void update(Value slot, Value newValue);
}
