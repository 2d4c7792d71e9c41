package dev.lamina.plan;

import dev.lamina.engine.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The steps of a plan in the making: those of every run, and before them those of the first. */
final class PendingSteps {
  private final List<PendingStep> prologue = new ArrayList<>();
  private final List<PendingStep> body = new ArrayList<>();
  private final Set<String> prologueVariables = new LinkedHashSet<>();
  private final List<Kernel> kernels = new ArrayList<>();

  List<PendingStep> prologue() {
    return prologue;
  }

  List<PendingStep> body() {
    return body;
  }

  /** The variables of whose values the prologue's results are made. */
  List<String> prologueVariables() {
    return List.copyOf(prologueVariables);
  }

  /** Takes charge of a kernel at once, so that it is closed even if no step comes of it. */
  Kernel own(Kernel kernel) {
    kernels.add(kernel);
    return kernel;
  }

  /** The kernels, which the plan closes. */
  List<Kernel> kernels() {
    return kernels;
  }

  void add(PendingStep step, boolean toPrologue) {
    if (toPrologue) {
      step.inputs().stream()
          .map(place -> place.slot().variable)
          .forEach(
              variable -> {
                if (variable != null) {
                  prologueVariables.add(variable);
                }
              });
      prologue.add(step);
    } else {
      step.inputs().forEach(place -> place.slot().use(body.size()));
      step.outputs().forEach(place -> place.slot().use(body.size()));
      body.add(step);
    }
  }

  /** Has a step of every run come before all others. The slots in use have to be told. */
  void addFirst(PendingStep step) {
    body.add(0, step);
  }

  /** The longest scratch that a step needs; no two run at the same time. */
  long scratchBytes() {
    long bytes = 0;
    for (PendingStep step : prologue) {
      bytes = Math.max(bytes, step.kernel().scratchBytes());
    }
    for (PendingStep step : body) {
      bytes = Math.max(bytes, step.kernel().scratchBytes());
    }
    return bytes;
  }
}
