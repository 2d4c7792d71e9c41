package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.config.Names;
import dev.lamina.losses.Loss;
import dev.lamina.losses.UnsupportedLoss;
import dev.lamina.metrics.Metric;
import dev.lamina.metrics.Metrics;
import dev.lamina.models.Compilation;
import dev.lamina.models.Model;
import dev.lamina.optimizers.Adam;
import dev.lamina.optimizers.UnsupportedOptimizer;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --recompile}, for files whose compile settings are missing or unsupported. */
final class RecompileOption {
  @Option(
      names = "--recompile",
      description =
          "Leave the compile settings in the file aside: take Adam, cross-entropy and accuracy, as for"
              + " a new model.")
  private boolean recompile;

  boolean isGiven() {
    return recompile;
  }

  /** Compiles a model that predicts classes. */
  static void compile(Model model, double learningRate) {
    Loss loss = ClassOutputs.of(model).crossEntropy();
    var output = model.outputShape();
    Metric accuracy = Metrics.resolve("accuracy", loss, loss.targetShape(output), output);
    model.compile(new Adam(learningRate), loss, List.of(accuracy));
  }

  /** Complains of a loss that is not supported. */
  static void requireLoss(Path file, Model model) {
    if (model.compilation().loss() instanceof UnsupportedLoss loss) {
      throw new LaminaException(
          "%s: %s; with --recompile %s takes its place"
              .formatted(
                  file,
                  loss.reason(),
                  Names.snakeCase(ClassOutputs.of(model).crossEntropy().config().className())));
    }
  }

  /** Complains of a loss or an optimizer that is not supported. */
  static void requireTrainable(Path file, Model model) {
    requireLoss(file, model);
    Compilation compilation = model.compilation();
    if (compilation.optimizer() instanceof UnsupportedOptimizer optimizer) {
      throw new LaminaException(
          "%s: %s; with --recompile Adam takes its place, and the loss that of a new model"
              .formatted(file, optimizer.reason()));
    }
  }
}
