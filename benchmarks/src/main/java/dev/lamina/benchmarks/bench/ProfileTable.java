package dev.lamina.benchmarks.bench;

import dev.lamina.ir.DType;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.StepTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where the time of a plan goes, step by step and by kind of op. */
final class ProfileTable {
  private ProfileTable() {}

  static String of(List<StepTime> times, Limits limits) {
    double total = times.stream().mapToDouble(StepTime::seconds).sum();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("op and kernel", "ms", "share", "of peak", "MB", "GB/s", "result"));
    Map<String, Double> kinds = new LinkedHashMap<>();
    for (StepTime time : times) {
      kinds.merge(StepArithmetic.kind(time.step()), time.seconds(), Double::sum);
      rows.add(row(time, total, limits));
      if (time.step().nodes().size() > 1) {
        stages(time.step()).forEach(rows::add);
      }
    }
    List<List<String>> sums = new ArrayList<>();
    sums.add(List.of("kind", "ms", "share"));
    kinds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            kind ->
                sums.add(
                    List.of(
                        kind.getKey(),
                        format("%.3f", 1e3 * kind.getValue()),
                        format("%.1f %%", 100 * kind.getValue() / total))));
    sums.add(List.of("all", format("%.3f", 1e3 * total), ""));
    return TextReport.aligned(rows) + "\n" + TextReport.aligned(sums);
  }

  private static List<String> row(StepTime time, double total, Limits limits) {
    PlanStep step = time.step();
    double flops = StepArithmetic.flops(step);
    long bytes = step.bytes();
    boolean isBfloat16 =
        !step.inputs().isEmpty() && step.inputs().get(0).type().dtype() == DType.BFLOAT16;
    Double limit = isBfloat16 ? limits.bf16Flops() : limits.f32Flops();
    return List.of(
        step.nodes().size() > 1
            ? "%d ops together".formatted(step.nodes().size())
            : StepArithmetic.kind(step) + " " + step.kernel(),
        format("%.3f", 1e3 * time.seconds()),
        format("%.1f %%", 100 * time.seconds() / total),
        flops == 0 || limit == null ? "" : format("%.0f %%", 100 * flops / time.seconds() / limit),
        format("%.2f", bytes / 1e6),
        bytes == 0 ? "" : format("%.1f", bytes / time.seconds() / 1e9),
        step.outputs().isEmpty() ? "" : step.outputs().get(0).toString());
  }

  /** What is done together, a line each; only the whole is timed. */
  private static Stream<List<String>> stages(PlanStep step) {
    return Stream.of(step.kernel().split(" > "))
        .map(stage -> List.of("  > " + stage, "", "", "", "", "", ""));
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
