package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.callbacks.BackupAndRestore;
import dev.lamina.config.Names;
import dev.lamina.datasets.DataOptions;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Model;
import dev.lamina.schedules.LearningRateSchedule;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code lamina train}. */
final class TrainOptions {
  private static final double LEARNING_RATE = 0.004;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      description = {
        "What to train on. Default: ${DEFAULT-VALUE}",
        "  fashion-mnist: all of it where it is installed (Debian's package dataset-fashion-mnist),"
            + " else the 6,000 images inside this program",
        "  fashion-mnist-small: the 6,000 images",
        "  a directory of IDX files, of x_train.npy and y_train.npy, or of one folder of images for"
            + " each class (also inside train/ and test/), or an .npz file with x_train and y_train"
      })
  private String data = "fashion-mnist";

  @Option(
      names = "--image-size",
      paramLabel = "H,W",
      converter = Arguments.ImageSize.class,
      description =
          "Resize the images of class folders to this. Default: the size of the first, or what the"
              + " model in the file of --model takes")
  private @Nullable Shape imageSize;

  @Mixin private final ImageOptions imageOptions = new ImageOptions();
  @Mixin private final ArrayDataOptions arrays = new ArrayDataOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description =
          "How often to go through the data. Default: enough for 1,500 steps, and at least 5")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "Images per step. Default: ${DEFAULT-VALUE}")
  private int batchSize = 128;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      converter = Arguments.Positive.class,
      description = {
        "Learning rate at the start. Default: 0.004, or that in the file of --model",
        "Keras's 0.001 suits a constant rate; one that falls to 0 may start higher."
      })
  private @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "cosine|constant",
      converter = Schedule.Converter.class,
      description = {
        "How the learning rate changes: cosine lowers it to 0 by the end, constant keeps it."
            + " Default: cosine, or that in the file of --model"
      })
  private @Nullable Schedule schedule;

  @Option(
      names = "--dtype",
      paramLabel = "float32|mixed_bfloat16",
      converter = Arguments.Policy.class,
      description = {
        "The numbers that a new model computes with. mixed_bfloat16 is about 1.3 times as fast where the"
            + " processor has bfloat16; weights stay float32. Default: float32"
      })
  private @Nullable DTypePolicy dtype;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = Arguments.Seed.class,
      description = {
        "Seed of weights, dropout and order. Default: ${DEFAULT-VALUE}",
        "Same seed, threads and machine: the same numbers."
      })
  private long seed = 42;

  @Option(names = "--no-shuffle", description = "Take the images in the same order in each epoch.")
  private boolean noShuffle;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = {
        "Continue training the model in this .keras or .h5 file, with its own optimizer and loss;"
            + " images are read at its size and in its colours."
            + " Default: a new reference CNN"
      })
  private @Nullable Path model;

  @Mixin private final RecompileOption recompile = new RecompileOption();

  @Option(
      names = "--out",
      paramLabel = "FILE.keras",
      description = "Save the trained model, with its optimizer, to this file.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = {
        "Keep checkpoints in this directory, and go on from the last one there: run the same"
            + " command again after a crash. They are deleted when training is complete."
      })
  private @Nullable Path resume;

  @Option(
      names = "--save-freq",
      paramLabel = "epoch|N",
      converter = Arguments.SaveFreq.class,
      description = "With --resume: save after each epoch, or after every N steps. Default: epoch")
  private @Nullable Integer saveFreq;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write settings, history, times and machine to this file.")
  private @Nullable Path report;

  String data() {
    return data;
  }

  /** How to read the data of a new model; a model from a file says itself. */
  DataOptions dataOptions(PrintStream err) {
    // The reference CNN learns class indices; a model from a file may want one-hot rows.
    DataOptions options =
        imageOptions.with(arrays.on(new DataOptions().oneHotToLabels(model == null)), err);
    return imageSize == null ? options : options.imageSize(imageSize.dim(0), imageSize.dim(1));
  }

  /**
   * The number of epochs. Without the option enough for the moving averages of batch normalization
   * (momentum .99) to forget where they began, also on small data.
   */
  int epochs(int stepsPerEpoch) {
    return epochs != null ? epochs : Math.max(5, (1500 + stepsPerEpoch - 1) / stepsPerEpoch);
  }

  int batchSize() {
    return batchSize;
  }

  /** The rate asked for, else that of a model from a file, else Adam's here. */
  double learningRate(@Nullable Model compiled) {
    if (learningRate != null) {
      return learningRate;
    }
    return compiled == null ? LEARNING_RATE : compiled.learningRate();
  }

  DTypePolicy dtype() {
    return dtype == null ? DTypePolicy.FLOAT32 : dtype;
  }

  @Nullable Path model() {
    return model;
  }

  boolean isRecompiled() {
    return recompile.isGiven();
  }

  @Nullable Path out() {
    return out;
  }

  @Nullable Path resume() {
    return resume;
  }

  /** Saves as often as asked for. */
  BackupAndRestore backup(Path directory) {
    BackupAndRestore backup = new BackupAndRestore(directory);
    return isSavedAtSteps() ? backup.saveFreq(Arguments.present(saveFreq)) : backup;
  }

  private boolean isSavedAtSteps() {
    return saveFreq != null && saveFreq != Arguments.SaveFreq.EPOCH;
  }

  /** How this program changes the learning rate; null where the model's own schedule does. */
  @Nullable Schedule schedule(Model network) {
    return own(network) != null ? null : schedule == null ? Schedule.COSINE : schedule;
  }

  /** The name of the schedule. */
  String scheduleName(Model network) {
    LearningRateSchedule own = own(network);
    return own != null ? own.config().className() : String.valueOf(schedule(network));
  }

  private static @Nullable LearningRateSchedule own(Model network) {
    return network.compilation().optimizer().learningRateSchedule();
  }

  /**
   * Refuses options that a schedule of the model's own would make void.
   *
   * @throws LaminaException naming them
   */
  void requireRateIsFree(Model network) {
    LearningRateSchedule own = own(network);
    if (own != null && (learningRate != null || schedule != null)) {
      throw new LaminaException(
          "the model's learning rate follows its own schedule, %s; leave out --learning-rate and --schedule, or compile anew with --recompile"
              .formatted(own));
    }
  }

  long seed() {
    return seed;
  }

  boolean shuffle() {
    return !noShuffle;
  }

  @Nullable Path report() {
    return report;
  }

  /** Complains of what cannot work, before anything is read or computed. */
  void check() {
    OutputFile.check(spec, "--report", report);
    if (dtype != null && model != null) {
      throw Arguments.wrong(
          spec, "--dtype: the model in the file of --model has its own; leave one of the two out");
    }
    ModelFiles.checkOutput(spec, "--out", out, ".keras");
    if (resume != null && Files.exists(resume) && !Files.isDirectory(resume)) {
      throw Arguments.wrong(spec, "--resume: " + resume + " is a file; name a directory");
    }
    OutputFile.checkDirectory(spec, "--resume", resume);
    if (recompile.isGiven() && model == null) {
      throw Arguments.wrong(
          spec, "--recompile: without --model there is no file whose settings to leave aside");
    }
    if (saveFreq != null && resume == null) {
      throw Arguments.wrong(
          spec, "--save-freq: nothing is saved without --resume DIR; name a directory with it");
    }
  }

  /** Complains of numbers in which the engine cannot compute on this machine. */
  void checkDType(Engine engine) {
    if (dtype() != DTypePolicy.FLOAT32) {
      engine
          .whyNot(dtype().computeDType())
          .ifPresent(
              reason -> {
                throw Arguments.wrong(
                    spec,
                    "--dtype: the engine %s cannot compute in %s here: %s; leave the option out"
                        .formatted(engine.name(), dtype(), reason));
              });
    }
  }

  /** Complains of a size of images that the model in the file does not take. */
  void checkImageSize(Model loaded) {
    Shape input = loaded.inputShape();
    if (imageSize != null
        && !(input.rank() == 3 && imageSize.equals(Shape.of(input.dim(0), input.dim(1))))) {
      throw Arguments.wrong(
          spec,
          "--image-size: the model in %s takes inputs of shape %s, and images are read at its size; leave the option out"
              .formatted(model, input));
    }
  }

  /** For the report. */
  Map<String, @Nullable Object> asMap(Model network, double startRate) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("data", data);
    map.put("image_size", imageSize == null ? null : imageSize.toString());
    map.putAll(imageOptions.asMap());
    map.put("epochs", epochs);
    map.put("batch_size", batchSize);
    map.put("model", model == null ? null : model.toString());
    map.put("resume", resume == null ? null : resume.toString());
    map.put("save_freq", isSavedAtSteps() ? saveFreq : "epoch");
    map.put("optimizer", Names.snakeCase(network.compilation().optimizer().config().className()));
    map.put("learning_rate", startRate);
    map.put("schedule", scheduleName(network));
    map.put("loss", Names.snakeCase(network.compilation().loss().config().className()));
    map.put("dtype", model == null ? dtype().toString() : null);
    map.put("seed", seed);
    map.put("shuffle", shuffle());
    return map;
  }
}
