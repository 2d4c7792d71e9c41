package dev.lamina.engine.reference;

import dev.lamina.engine.Step;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;

/** Updates of variables. All outputs may overwrite the variables they update. */
final class OptimizerKernels {
  private OptimizerKernels() {}

  static Step sgd(SgdUpdate op, Arguments arguments) {
    Array parameters = arguments.input(0);
    Array gradients = arguments.input(1);
    Array rate = arguments.input(2);
    Array velocities = arguments.inputIfGiven(3);
    Array newParameters = arguments.output(0);
    Array newVelocities = velocities == null ? null : arguments.output(1);
    return () -> {
      for (int i = 0; i < parameters.size(); i++) {
        double p = decayed(parameters.get(i), op.weightDecay(), rate.get(0));
        double step = rate.get(0) * gradients.get(i);
        if (velocities == null || newVelocities == null) {
          newParameters.set(i, p - step);
        } else {
          double v = op.momentum() * velocities.get(i) - step;
          newVelocities.set(i, v);
          newParameters.set(i, op.nesterov() ? p + op.momentum() * v - step : p + v);
        }
      }
    };
  }

  static Step rmsProp(RmsPropUpdate op, Arguments arguments) {
    Array parameters = arguments.input(0);
    Array gradients = arguments.input(1);
    Array rate = arguments.input(2);
    Array velocities = arguments.input(3);
    Array newParameters = arguments.output(0);
    Array newVelocities = arguments.output(1);
    boolean hasMomentum = op.momentum() != 0;
    Array momenta = hasMomentum ? arguments.input(4) : null;
    Array newMomenta = hasMomentum ? arguments.output(2) : null;
    Array averages = op.centered() ? arguments.input(hasMomentum ? 5 : 4) : null;
    Array newAverages = op.centered() ? arguments.output(hasMomentum ? 3 : 2) : null;
    return () -> {
      for (int i = 0; i < parameters.size(); i++) {
        double p = decayed(parameters.get(i), op.weightDecay(), rate.get(0));
        double g = gradients.get(i);
        double velocity = op.rho() * velocities.get(i) + (1 - op.rho()) * g * g;
        newVelocities.set(i, velocity);
        double denominator = velocity + op.epsilon();
        if (averages != null && newAverages != null) {
          double average = op.rho() * averages.get(i) + (1 - op.rho()) * g;
          newAverages.set(i, average);
          denominator -= average * average;
        }
        double step = rate.get(0) * g / Math.sqrt(denominator);
        if (momenta != null && newMomenta != null) {
          step += op.momentum() * momenta.get(i);
          newMomenta.set(i, step);
        }
        newParameters.set(i, p - step);
      }
    };
  }

  static Step adam(AdamUpdate op, Arguments arguments) {
    Array parameters = arguments.input(0);
    Array gradients = arguments.input(1);
    Array rate = arguments.input(2);
    Array step = arguments.input(3);
    Array firstMoments = arguments.input(4);
    Array secondMoments = arguments.input(5);
    Array largest = arguments.inputIfGiven(6);
    Array newParameters = arguments.output(0);
    Array newFirstMoments = arguments.output(1);
    Array newSecondMoments = arguments.output(2);
    Array newLargest = largest == null ? null : arguments.output(3);
    return () -> {
      double corrected = op.correctedRate(rate.get(0), (int) step.get(0));
      for (int i = 0; i < parameters.size(); i++) {
        double p = decayed(parameters.get(i), op.weightDecay(), rate.get(0));
        double g = gradients.get(i);
        double m = firstMoments.get(i) + (1 - op.beta1()) * (g - firstMoments.get(i));
        double v = secondMoments.get(i) + (1 - op.beta2()) * (g * g - secondMoments.get(i));
        newFirstMoments.set(i, m);
        newSecondMoments.set(i, v);
        if (largest != null && newLargest != null) {
          v = Math.max(largest.get(i), v);
          newLargest.set(i, v);
        }
        newParameters.set(i, p - corrected * m / (Math.sqrt(v) + op.epsilon()));
      }
    };
  }

  /** The decay is decoupled: it shrinks the parameter itself, not its gradient. */
  private static double decayed(double parameter, double weightDecay, double rate) {
    return parameter - parameter * weightDecay * rate;
  }

  static Step movingAverage(MovingAverage op, Arguments arguments) {
    Array old = arguments.input(0);
    Array current = arguments.input(1);
    Array average = arguments.output(0);
    return () -> {
      for (int i = 0; i < average.size(); i++) {
        average.set(i, op.momentum() * old.get(i) + (1 - op.momentum()) * current.get(i));
      }
    };
  }
}
