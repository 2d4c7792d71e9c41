package dev.lamina.plan;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives pending steps their addresses: in one block of memory, and in the variables. */
final class Binding {
  private final Variables variables;
  private final Memory memory;
  private final Buffer scratch;
  private final List<Step> bound = new ArrayList<>();

  private Binding(Variables variables, Memory memory, Buffer scratch) {
    this.variables = variables;
    this.memory = memory;
    this.scratch = scratch;
  }

  /**
   * Makes the plan. Nothing is left behind if that fails.
   *
   * @param updated the names of the variables that it changes
   */
  static Plan bind(
      Engine engine,
      Variables variables,
      Placement placement,
      PendingSteps steps,
      Map<String, Place> inputs,
      Map<String, Place> outputs,
      List<String> updated) {
    long arenaBytes = Arena.layOut(placement.slots());
    long scratchBytes = steps.scratchBytes();
    Memory memory = engine.allocate(Math.max(Engine.ALIGNMENT, arenaBytes + scratchBytes));
    Binding binding = new Binding(variables, memory, memory.scratch(arenaBytes, scratchBytes));
    try {
      placement.pins().forEach(variables::pin);
      return new Plan(
          variables,
          binding.buffers(inputs),
          binding.buffers(outputs),
          binding.steps(steps.prologue()),
          binding.steps(steps.body()),
          steps.body().stream().map(PendingStep::describe).toList(),
          steps.kernels(),
          placement.variables(),
          steps.prologueVariables(),
          updated,
          memory);
    } catch (RuntimeException | Error e) {
      binding.bound.forEach(Step::close);
      memory.close();
      throw e;
    }
  }

  private List<Step> steps(List<PendingStep> pending) {
    List<Step> steps = new ArrayList<>();
    for (PendingStep step : pending) {
      Step made =
          step.kernel()
              .bind(
                  step.inputs().stream().map(this::buffer).toList(),
                  step.outputs().stream().map(this::buffer).toList(),
                  scratch);
      bound.add(made);
      steps.add(made);
    }
    return steps;
  }

  private Map<String, Buffer> buffers(Map<String, Place> places) {
    Map<String, Buffer> buffers = new LinkedHashMap<>();
    places.forEach((name, place) -> buffers.put(name, buffer(place)));
    return buffers;
  }

  private Buffer buffer(Place place) {
    String variable = place.slot().variable;
    if (variable == null) {
      return memory.slice(place.slot().offset, place.layout());
    }
    Buffer buffer = variables.buffer(variable);
    return buffer.layout().equals(place.layout()) ? buffer : buffer.as(place.layout());
  }
}
