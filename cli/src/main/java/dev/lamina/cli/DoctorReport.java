package dev.lamina.cli;

import dev.lamina.contract.Examination;
import dev.lamina.contract.UsedKernel;
import dev.lamina.contract.Verdict;
import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the doctor has found, as text and as JSON. */
final class DoctorReport {
  private static final int MOST_KERNELS = 10;
  private static final int MOST_EXAMPLES = 2;
  private static final int LONGEST_LINE = 300;

  private final Environment environment;
  private final Engine engine;
  private final Examination.Result result;
  private final int seconds;

  DoctorReport(Environment environment, Engine engine, Examination.Result result, int seconds) {
    this.environment = environment;
    this.engine = engine;
    this.result = result;
    this.seconds = seconds;
  }

  /** What the engine says of itself. */
  static void printEngine(Engine engine, PrintStream out) {
    out.println("engine        %s: %s".formatted(engine.name(), engine.description()));
    engine.details().forEach((title, fact) -> out.println("  %-12s%s".formatted(title, fact)));
    out.println(
        "bfloat16      "
            + engine.whyNot(DType.BFLOAT16).map(why -> "not checked: " + why).orElse("yes"));
  }

  void print(PrintStream out) {
    out.println(
        "checked       %,d cases of all operations in %s, %d kernels, in %d s"
            .formatted(
                result.cases(),
                result.types().stream()
                    .map(type -> type.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" and ")),
                result.kernels().size(),
                seconds));
    if (result.isRight()) {
      out.println("result        all right: every case gave the reference engine's numbers");
      return;
    }
    out.println(
        "result        WRONG: %,d cases differ from the reference engine"
            .formatted(result.wrongCases()));
    List<String> suspects = suspects();
    for (String kernel : suspects.subList(0, Math.min(MOST_KERNELS, suspects.size()))) {
      print(kernel, out);
    }
    if (suspects.size() > MOST_KERNELS) {
      out.println("  and %d kernels more".formatted(suspects.size() - MOST_KERNELS));
    }
    result.wrong().stream()
        .filter(verdict -> verdict.kernels().isEmpty())
        .limit(MOST_EXAMPLES)
        .forEach(verdict -> print(verdict, out));
    out.println(
        "Please report this, with all that is printed here, at the project's issue tracker.");
  }

  private void print(String kernel, PrintStream out) {
    out.println("kernel        %s: %s".formatted(kernel, share(kernel)));
    result.wrong().stream()
        .filter(verdict -> uses(verdict, kernel))
        .limit(MOST_EXAMPLES)
        .forEach(verdict -> print(verdict, out));
    Remedy.of(engine, kernel)
        .forEach(option -> out.println("  switch off    LAMINA_OPTS=%s".formatted(option)));
  }

  private static void print(Verdict verdict, PrintStream out) {
    out.println("  case          " + call(verdict));
    for (UsedKernel used : verdict.kernels()) {
      out.println(
          "    ran         %s: %s".formatted(used.description(), shortened(used.toString())));
    }
    for (String problem : verdict.problems()) {
      out.println("    wrong       " + shortened(problem));
    }
  }

  /** The call that makes the case again. */
  private static String call(Verdict verdict) {
    return verdict.opCase().toString().lines().findFirst().orElse("").replaceFirst(":$", "");
  }

  private static String shortened(String text) {
    String line = text.lines().limit(3).map(String::strip).collect(Collectors.joining(" | "));
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
  }

  private String share(String kernel) {
    Examination.Tally tally = tally(kernel);
    return "%,d of %,d cases are wrong".formatted(tally.wrong(), tally.cases());
  }

  private Examination.Tally tally(String kernel) {
    return result.kernels().getOrDefault(kernel, new Examination.Tally(0, 0));
  }

  /**
   * Kernels of wrong cases, those first that are wrong most often: where several took part in a
   * case, the innocent are right elsewhere.
   */
  private List<String> suspects() {
    return result.kernels().keySet().stream()
        .filter(kernel -> tally(kernel).wrong() > 0)
        .sorted(
            Comparator.comparingDouble(
                    (String kernel) -> -(double) tally(kernel).wrong() / tally(kernel).cases())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static boolean uses(Verdict verdict, String kernel) {
    return verdict.kernels().stream().anyMatch(used -> used.description().equals(kernel));
  }

  String toJson() {
    Map<String, Object> json = new LinkedHashMap<>(environment.facts());
    Map<String, Object> engineFacts = new LinkedHashMap<>();
    engineFacts.put("name", engine.name());
    engineFacts.put("description", engine.description());
    engineFacts.putAll(engine.details());
    json.put("engine", engineFacts);
    json.put("types", result.types().stream().map(DType::name).toList());
    json.put("seconds", seconds);
    json.put("cases", result.cases());
    json.put("wrong", result.wrongCases());
    Map<String, Object> kernels = new LinkedHashMap<>();
    result.kernels().keySet().stream()
        .sorted()
        .forEach(
            kernel -> {
              Map<String, Object> tally = new LinkedHashMap<>();
              tally.put("cases", tally(kernel).cases());
              tally.put("wrong", tally(kernel).wrong());
              kernels.put(kernel, tally);
            });
    json.put("kernels", kernels);
    List<Object> cases = new ArrayList<>();
    for (Verdict verdict : result.wrong()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("case", call(verdict));
      entry.put("graph", verdict.opCase().graph().toString());
      entry.put(
          "kernels",
          verdict.kernels().stream().map(used -> used.description() + ": " + used).toList());
      entry.put("problems", verdict.problems());
      cases.add(entry);
    }
    json.put("wrongCases", cases);
    return JsonWriter.write(json);
  }
}
