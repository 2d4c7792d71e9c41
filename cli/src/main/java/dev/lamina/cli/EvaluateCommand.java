package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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

  @Parameters(paramLabel = "FILE", description = "A model in a .keras or .h5 file.")
  private @Nullable Path file;

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      description =
          "What to evaluate on, as in lamina train; its test part is used. Default: ${DEFAULT-VALUE}")
  private String data = "fashion-mnist";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "Images at a time. Default: ${DEFAULT-VALUE}")
  private int batchSize = 128;

  @Mixin private final ArrayDataOptions arrays = new ArrayDataOptions();
  @Mixin private final EngineOption engine = new EngineOption();

  EvaluateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Path path = Arguments.present(file);
    Engine started = engine.start();
    try (Model model = ModelFiles.load(path, started)) {
      if (!model.isCompiled()) {
        throw new LaminaException(
            path
                + ": the model is not compiled, so it has no loss; compile it before saving, or go on with lamina train --model");
      }
      boolean sparse = model.compilation().loss().isSparse();
      TrainTest opened =
          Datasets.open(data, arrays.on(optionsFor(model.inputShape())).oneHotToLabels(sparse));
      ModelFiles.requireFit(path, model, opened.test());
      out.println("data    " + opened);
      opened.notes().forEach(note -> out.println("note    " + note));
      out.println(
          ModelFiles.figures(
              model.evaluate(opened.test(), Math.min(batchSize, opened.test().size()))));
    }
    return ExitCode.OK;
  }

  /** Image folders are read as the model takes them. */
  static DataOptions optionsFor(Shape input) {
    return input.rank() == 3
        ? new DataOptions().imageSize(input.dim(0), input.dim(1)).grayscale(input.dim(2) == 1)
        : new DataOptions();
  }
}
