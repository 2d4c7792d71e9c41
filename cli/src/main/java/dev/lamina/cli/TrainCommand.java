package dev.lamina.cli;

import dev.lamina.DataException;
import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.callbacks.ProgressBar;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.files.AtomicFile;
import dev.lamina.models.Fit;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import dev.lamina.models.Sequential;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "Trains the reference CNN, whose input and output follow the data, or goes on with the model"
          + " in a file, and ends with its accuracy and loss on the test images."
    },
    footer = {
      "",
      "Progress goes to the standard error, results to the standard output.",
      "",
      "Examples:",
      "  lamina train",
      "  lamina train --epochs 5 --report report.json",
      "  lamina train --data photos --image-size 64,64",
      "  lamina train --epochs 20 --resume backup --out clothes.keras",
      "  lamina train --model clothes.keras --epochs 1 --schedule constant --out more.keras"
    })
final class TrainCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private final TrainOptions options = new TrainOptions();
  @Mixin private final EngineOption engineOption = new EngineOption();

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    engineOption.check();
    options.check();
    Path file = options.model();
    if (file == null) {
      trainNew();
    } else {
      trainFrom(file);
    }
    return ExitCode.OK;
  }

  private void trainNew() throws IOException {
    Engine engine = engineOption.start();
    options.checkDType(engine);
    TrainTest data = Datasets.open(options.data(), options.dataOptions(err));
    int classes = classes(data);
    try (Model network = newNetwork(data, classes, engine)) {
      train(network, data, engine);
    }
  }

  private void trainFrom(Path file) throws IOException {
    Engine engine = engineOption.start();
    List<String> notes = new ArrayList<>();
    try (Model network = ModelFiles.load(file, engine, notes::add)) {
      options.checkImageSize(network);
      if (options.isRecompiled() || !network.isCompiled()) {
        notes.clear();
        RecompileOption.compile(network, options.learningRate(null));
      }
      RecompileOption.requireTrainable(file, network);
      notes.forEach(note -> out.println("note    " + note));
      TrainTest data = new ModelData(file, network).open(options.data(), options.dataOptions(err));
      requireSeveral(data, data.train().classes().orElse(2));
      train(network, data, engine);
    }
  }

  private Model newNetwork(TrainTest data, int classes, Engine engine) {
    Sequential network = ReferenceCnn.build(data.train().inputShape(), classes);
    network.setEngine(engine);
    network.setSeed(options.seed());
    network.setDTypePolicy(options.dtype());
    RecompileOption.compile(network, options.learningRate(null));
    return network;
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
    requireSeveral(data, classes);
    return classes;
  }

  private static void requireSeveral(TrainTest data, int classes) throws DataException {
    if (classes < 2) {
      throw new DataException(
          data.source() + ": all images are of one class, expected at least two; check the labels");
    }
  }

  private void train(Model network, TrainTest data, Engine engine) throws IOException {
    options.requireRateIsFree(network);
    double rate = options.learningRate(network);
    // A batch never holds more than all images; its memory need not either.
    int batchSize = Math.min(options.batchSize(), data.train().size());
    int steps = (data.train().size() + batchSize - 1) / batchSize;
    int epochs = options.epochs(steps);
    describe(data, network, engine, rate, batchSize, epochs, steps);

    Stopwatch watch = new Stopwatch();
    Fit fit =
        Fit.epochs(epochs)
            .batchSize(batchSize)
            .shuffle(options.shuffle())
            .validation(data.validation().orElse(data.test()))
            .callbacks(watch);
    Schedule schedule = options.schedule(network);
    if (schedule != null) {
      fit = fit.callbacks(schedule.from(rate));
    }
    if (options.model() != null) {
      fit = fit.seed(options.seed());
    }
    ResumeNotice notice = null;
    Path resume = options.resume();
    if (resume != null) {
      BackupAndRestore backup = options.backup(resume);
      notice = new ResumeNotice(resume, backup, out);
      fit = fit.callbacks(backup, notice);
    }
    fit = fit.callbacks(new ProgressBar(err, ProgressBar.Mode.AUTO));
    History history = network.fit(data.train(), fit);
    watch.trained();
    Map<String, Double> test = network.evaluate(data.test(), batchSize);
    watch.evaluated();

    try {
      Path file = options.out();
      if (file != null) {
        if (schedule != null) {
          network.setLearningRate(rate); // its last one, 0, would learn nothing any more
        }
        network.save(file);
        sweep(file);
        out.println("saved   " + file);
      }
      Path report = options.report();
      if (report != null) {
        TrainReport content =
            new TrainReport(
                options, engineOption, notice, data, network, rate, engine, history, test, watch);
        AtomicFile.writeText(report, content.toJson());
        out.println("report  " + report);
      }
    } finally {
      out.println(ModelFiles.figures(test));
    }
  }

  /** Deletes what a run that was killed while it saved this file has left. */
  private static void sweep(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      AtomicFile.sweep(directory, String.valueOf(file.getFileName())::equals);
    }
  }

  private void describe(
      TrainTest data,
      Model network,
      Engine engine,
      double rate,
      int batchSize,
      int epochs,
      int steps)
      throws IOException {
    out.println("data    " + data);
    String classes = ClassCounts.of(data.train()).toString();
    if (!classes.isEmpty()) {
      out.println("classes " + classes);
    }
    data.notes().forEach(note -> out.println("note    " + note));
    out.printf("model   %s, %,d parameters%n", network.name(), network.explain().parameters());
    out.println("engine  " + engine.name() + ": " + engine.description());
    out.printf(
        "train   %d epochs of %d steps, batch size %d, learning rate %s (%s), seed %d%s%n",
        epochs,
        steps,
        batchSize,
        (float) rate, // as files hold it; its own digits as a double would be long
        options.scheduleName(network),
        options.seed(),
        options.shuffle() ? "" : ", not shuffled");
    out.flush();
  }
}
