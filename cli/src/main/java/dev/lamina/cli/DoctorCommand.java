package dev.lamina.cli;

import dev.lamina.callbacks.Terminal;
import dev.lamina.contract.Examination;
import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.files.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lamina doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description =
        "Describes this machine, and checks that the engine computes what it should on it: random"
            + " cases of every operation are compared with the reference engine, which is plain Java.",
    footer = {
      "",
      "Paste the whole output into a bug report. Exit codes: 0 all is right, 1 something is wrong.",
      "A kernel that is found wrong can be switched off by a setting that is printed with it.",
      "",
      "Examples:",
      "  lamina doctor",
      "  lamina doctor --long --json doctor.json"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int SHORT_SECONDS = 60;
  private static final int LONG_SECONDS = 600;

  private final PrintStream out;
  private final PrintStream err;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--long", description = "Check for ten minutes instead of one.")
  private boolean isLong;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "Check for so many seconds. Every operation is checked once at least.")
  private @Nullable Integer seconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the report into this file, as JSON.")
  private @Nullable Path json;

  @Mixin private final EngineOption engineOption = new EngineOption();

  DoctorCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    if (seconds != null && isLong) {
      throw Arguments.wrong(spec, "give either --long or --seconds");
    }
    String problem = json == null ? null : OutputFile.problem(json);
    if (problem != null) {
      throw Arguments.wrong(spec, "--json: " + problem);
    }
    engineOption.check();
    Environment environment = Environment.current();
    environment.print(out);
    return examine(environment, engineOption.start());
  }

  /** Checks an engine, and reports. */
  int examine(Environment environment, Engine engine) throws IOException {
    int time = seconds != null ? seconds : isLong ? LONG_SECONDS : SHORT_SECONDS;
    DoctorReport.printEngine(engine, out);
    out.flush();
    DoctorProgress progress = new DoctorProgress(err, Terminal.isBehind(err), time);
    Examination.Result result =
        new Examination(engine, ReferenceEngine.float32())
            .run(Duration.ofSeconds(time), progress::show);
    progress.end();
    DoctorReport report = new DoctorReport(environment, engine, result, time);
    report.print(out);
    if (json != null) {
      AtomicFile.writeText(json, report.toJson());
      out.println("report        " + json);
    }
    return result.isRight() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
