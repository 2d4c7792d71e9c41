package dev.lamina.cli;

import dev.lamina.callbacks.ProgressBar;
import dev.lamina.datasets.DataException;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Sequential;
import dev.lamina.optimizers.Adam;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lamina train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = {
      "Trains the reference CNN, whose input and output follow the data, and ends with its accuracy"
          + " and loss on the test images."
    },
    footer = {
      "",
      "Progress goes to the standard error, results to the standard output.",
      "",
      "Examples:",
      "  lamina train",
      "  lamina train --epochs 5 --report report.json",
      "  lamina train --data photos --image-size 64,64"
    })
final class TrainCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private final TrainOptions options = new TrainOptions();

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    TrainTest data = Datasets.open(options.data(), options.dataOptions());
    try (Sequential network = ReferenceCnn.build(data.train().inputShape(), classes(data))) {
      train(network, data, options.startEngine());
    }
    return ExitCode.OK;
  }

  private int classes(TrainTest data) throws DataException {
    Dataset train = data.train();
    int classes =
        train
            .classes()
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: the targets have shape %s, expected class indices (whole numbers from 0), one for each image"
                            .formatted(data.source(), train.targetShape())));
    if (classes < 2) {
      throw new DataException(
          data.source() + ": all images are of one class, expected at least two; check the labels");
    }
    return classes;
  }

  private void train(Sequential network, TrainTest data, Engine engine) throws IOException {
    network.setEngine(engine);
    network.setSeed(options.seed());
    network.compile(
        new Adam(options.learningRate()), "sparse_categorical_crossentropy", "accuracy");
    // A batch never holds more than all images; its memory need not either.
    int batchSize = Math.min(options.batchSize(), data.train().size());
    int steps = (data.train().size() + batchSize - 1) / batchSize;
    int epochs = options.epochs(steps);
    describe(data, network, engine, batchSize, epochs, steps);

    Stopwatch watch = new Stopwatch();
    History history =
        network.fit(
            data.train(),
            Fit.epochs(epochs)
                .batchSize(batchSize)
                .shuffle(options.shuffle())
                .validation(data.test())
                .callbacks(
                    options.schedule().from(options.learningRate()),
                    watch,
                    new ProgressBar(err, ProgressBar.Mode.AUTO)));
    watch.trained();
    Map<String, Double> test = network.evaluate(data.test(), batchSize);
    watch.evaluated();

    try {
      Path report = options.report();
      if (report != null) {
        TrainReport content = new TrainReport(options, data, network, engine, history, test, watch);
        ReportFile.write(report, content.toJson());
        out.println("report  " + report);
      }
    } finally {
      out.printf("test accuracy %.4f  loss %.4f%n", test.get("accuracy"), test.get("loss"));
    }
  }

  private void describe(
      TrainTest data, Sequential network, Engine engine, int batchSize, int epochs, int steps) {
    out.println("data    " + data);
    out.printf("model   %s, %,d parameters%n", network.name(), network.explain().parameters());
    out.println("engine  " + engine.name() + ": " + engine.description());
    out.printf(
        "train   %d epochs of %d steps, batch size %d, learning rate %s (%s), seed %d%s%n",
        epochs,
        steps,
        batchSize,
        options.learningRate(),
        options.schedule(),
        options.seed(),
        options.shuffle() ? "" : ", not shuffled");
    out.flush();
  }
}
