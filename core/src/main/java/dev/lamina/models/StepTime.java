package dev.lamina.models;

import dev.lamina.plan.PlanStep;

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
public record StepTime(PlanStep step, double seconds) {}
