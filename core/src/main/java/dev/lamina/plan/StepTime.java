package dev.lamina.plan;

import java.util.Locale;

/**
 * How long one step of a plan takes, for profiles.
 *
 * <pre>{@code
 * for (StepTime time : model.profileTraining(train, 128, 50)) {
 *   System.out.printf("%8.1f us  %s%n", 1e6 * time.seconds(), time.step().kernel());
 * }
 * }</pre>
 *
 * @param step what runs; the first of a profile is named {@code feed} and copies the batch in
 * @param seconds the median over the runs
 */
public record StepTime(PlanStep step, double seconds) {
  /** For people: microseconds, op and kernel. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f us  %s  %s", 1e6 * seconds, step.op(), step.kernel());
  }
}
