package dev.lamina.cli;

import dev.lamina.config.Choices;
import dev.lamina.models.Callback;
import dev.lamina.models.Training;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the learning rate changes in the course of training. */
enum Schedule {
  /**
   * Lowers it step by step along half a cosine to 0 at the end: {@code start (1 + cos(pi step /
   * steps)) / 2} (Loshchilov and Hutter, 2017; Keras's CosineDecay). Short trainings end better for
   * it, as their last steps no longer jump about.
   */
  COSINE {
    @Override
    double rate(double start, double share) {
      return start * (1 + Math.cos(Math.PI * share)) / 2;
    }
  },
  /** Leaves it as it is. */
  CONSTANT {
    @Override
    double rate(double start, double share) {
      return start;
    }
  };

  /** The rate when {@code share} of all steps are done, 0 to 1. */
  abstract double rate(double start, double share);

  /** Sets the rate of each step. */
  Callback from(double start) {
    return new Callback() {
      @Override
      public void onTrainBegin(Training training) {
        training.model().setLearningRate(start);
      }

      @Override
      public void onBatchEnd(Training training) {
        double steps = (double) training.epochs() * training.stepsPerEpoch();
        double done = (training.epoch() - 1.0) * training.stepsPerEpoch() + training.step();
        training.model().setLearningRate(rate(start, done / steps));
      }
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the option. */
  static final class Converter implements ITypeConverter<Schedule> {
    private static final Choices<Schedule> CHOICES = Choices.of("schedule", Schedule.class);

    @Override
    public Schedule convert(String value) {
      try {
        return CHOICES.get(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
