package dev.lamina.optimizers;

import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;

/** What an optimizer is given for each weight. */
public interface UpdateContext {
  GraphBuilder graph();

  /** The learning rate of this step, a scalar. */
  Value learningRate();

  /** The number of the step, INT32, from 1. */
  Value step();

  /**
   * A tensor of the weight's shape that is kept between steps, such as a momentum.
   *
   * @param initial the value of all its elements before the first step
   */
  Value slot(String name, double initial);

  /** Gives a slot its new value. */
  void update(Value slot, Value newValue);
}
