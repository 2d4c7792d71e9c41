package dev.lamina.engine.onednn.kernels;

import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;

/**
 * The arithmetic of one optimizer. Tensors are the weights, the gradient and the slots, in the op's
 * order; the results are the weights and the slots.
 */
interface Update {
  String name();

  /** How many tensors are read. */
  int tensors();

  /** How many tensors are written: all but the gradient. */
  default int results() {
    return tensors() - 1;
  }

  /** What is computed once per step: by what the rate has to be multiplied or replaced. */
  default float scale(float rate, int step) {
    return rate;
  }

  /** Replaces the first {@code count} weights and slots; the gradient is only read. */
  void apply(float rate, float scale, float[][] tensors, int count);

  /** Whether weights, gradient and slots of 0 stay 0, as the padding of blocks has to. */
  default boolean keepsZero() {
    return true;
  }

  /** Weight decay decoupled from the gradient. */
  private static void decay(float[] weights, float factor, int count) {
    if (factor != 0) {
      for (int i = 0; i < count; i++) {
        weights[i] -= weights[i] * factor;
      }
    }
  }

  /** {@code (old, current)}: not an optimizer, but of the same form. */
  record Average(MovingAverage op) implements Update {
    @Override
    public String name() {
      return "moving average";
    }

    @Override
    public int tensors() {
      return 2;
    }

    @Override
    public void apply(float rate, float scale, float[][] tensors, int count) {
      float[] old = tensors[0];
      float[] current = tensors[1];
      float momentum = (float) op.momentum();
      float rest = (float) (1 - op.momentum());
      for (int i = 0; i < count; i++) {
        old[i] = momentum * old[i] + rest * current[i];
      }
    }
  }

  /** {@code (weights, gradient, velocity?)}. */
  record Sgd(SgdUpdate op) implements Update {
    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public int tensors() {
      return op.momentum() == 0 ? 2 : 3;
    }

    @Override
    public void apply(float rate, float scale, float[][] tensors, int count) {
      float[] weights = tensors[0];
      float[] gradient = tensors[1];
      float momentum = (float) op.momentum();
      decay(weights, (float) op.weightDecay() * rate, count);
      if (momentum == 0) {
        for (int i = 0; i < count; i++) {
          weights[i] -= rate * gradient[i];
        }
        return;
      }
      float[] velocity = tensors[2];
      for (int i = 0; i < count; i++) {
        velocity[i] = momentum * velocity[i] - rate * gradient[i];
      }
      for (int i = 0; i < count; i++) {
        weights[i] += op.nesterov() ? momentum * velocity[i] - rate * gradient[i] : velocity[i];
      }
    }
  }

  /** {@code (weights, gradient, m, v, vMax?)}. */
  record Adam(AdamUpdate op) implements Update {
    @Override
    public String name() {
      return "adam";
    }

    @Override
    public int tensors() {
      return op.amsgrad() ? 5 : 4;
    }

    @Override
    public boolean keepsZero() {
      return op.epsilon() > 0;
    }

    @Override
    public float scale(float rate, int step) {
      return (float) op.correctedRate(rate, step);
    }

    @Override
    public void apply(float rate, float scale, float[][] tensors, int count) {
      float[] weights = tensors[0];
      float[] gradient = tensors[1];
      float[] m = tensors[2];
      float[] v = tensors[3];
      float rest1 = (float) (1 - op.beta1());
      float rest2 = (float) (1 - op.beta2());
      float epsilon = (float) op.epsilon();
      decay(weights, (float) op.weightDecay() * rate, count);
      for (int i = 0; i < count; i++) {
        float g = gradient[i];
        m[i] += rest1 * (g - m[i]);
        v[i] += rest2 * (g * g - v[i]);
      }
      float[] denominator = v;
      if (op.amsgrad()) {
        denominator = tensors[4];
        for (int i = 0; i < count; i++) {
          denominator[i] = Math.max(denominator[i], v[i]);
        }
      }
      for (int i = 0; i < count; i++) {
        weights[i] -= scale * m[i] / ((float) Math.sqrt(denominator[i]) + epsilon);
      }
    }
  }

  /** {@code (weights, gradient, velocity, momentum?, average?)}. */
  record RmsProp(RmsPropUpdate op) implements Update {
    @Override
    public String name() {
      return "rmsprop";
    }

    @Override
    public int tensors() {
      return 3 + (op.momentum() == 0 ? 0 : 1) + (op.centered() ? 1 : 0);
    }

    @Override
    public boolean keepsZero() {
      return op.epsilon() > 0;
    }

    @Override
    public void apply(float rate, float scale, float[][] tensors, int count) {
      float[] weights = tensors[0];
      float[] gradient = tensors[1];
      float[] velocity = tensors[2];
      float rho = (float) op.rho();
      float rest = (float) (1 - op.rho());
      float epsilon = (float) op.epsilon();
      float momentum = (float) op.momentum();
      decay(weights, (float) op.weightDecay() * rate, count);
      for (int i = 0; i < count; i++) {
        velocity[i] = rho * velocity[i] + rest * gradient[i] * gradient[i];
      }
      float[] average = op.centered() ? tensors[tensors() - 1] : null;
      if (average != null) {
        for (int i = 0; i < count; i++) {
          average[i] = rho * average[i] + rest * gradient[i];
        }
      }
      for (int i = 0; i < count; i++) {
        float variance = average == null ? velocity[i] : velocity[i] - average[i] * average[i];
        float step = rate * gradient[i] / (float) Math.sqrt(variance + epsilon);
        if (momentum != 0) {
          float[] slot = tensors[3];
          slot[i] = momentum * slot[i] + step;
          step = slot[i];
        }
        weights[i] -= step;
      }
    }
  }
}
