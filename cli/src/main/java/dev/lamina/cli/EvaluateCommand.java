package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description =
        "Prints loss and metrics of the model in a file, as it was compiled, on the test images.",
    footer = {
      "",
      "Examples:",
      "  lamina evaluate clothes.keras",
      "  lamina evaluate pets.keras --data photos"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(paramLabel = "FILE", description = "A model in a .keras or .h5 file.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      description =
          "What to evaluate on, as in lamina train; its test part is used. Default:"
              + " ${DEFAULT-VALUE}")
  private String data = "fashion-mnist";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "Images at a time. Default: ${DEFAULT-VALUE}")
  private int batchSize = 128;

  @Mixin private final RecompileOption recompile = new RecompileOption();
  @Mixin private final ImageOptions imageOptions = new ImageOptions();
  @Mixin private final ArrayDataOptions arrays = new ArrayDataOptions();
  @Mixin private final EngineOption engine = new EngineOption();

  EvaluateCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    Path path = Arguments.present(file);
    Engine started = engine.start();
    List<String> notes = new ArrayList<>();
    try (Model model = ModelFiles.load(path, started, notes::add)) {
      if (recompile.isGiven()) {
        notes.clear();
        RecompileOption.compile(model, 0);
      } else if (!model.isCompiled()) {
        throw new LaminaException(
            path
                + ": the model is not compiled, so it has no loss; with --recompile it is evaluated by cross-entropy and accuracy");
      }
      RecompileOption.requireLoss(path, model);
      notes.forEach(note -> out.println("note    " + note));
      TrainTest opened =
          new ModelData(path, model)
              .open(data, imageOptions.with(arrays.on(new DataOptions()), err));
      out.println("data    " + opened);
      opened.notes().forEach(note -> out.println("note    " + note));
      out.println(
          ModelFiles.figures(
              model.evaluate(opened.test(), Math.min(batchSize, opened.test().size()))));
    }
    return ExitCode.OK;
  }
}
