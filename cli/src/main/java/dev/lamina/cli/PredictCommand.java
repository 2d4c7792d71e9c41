package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.NpyFile;
import dev.lamina.ir.Shape;
import dev.lamina.models.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lamina predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = {
      "Prints what the model in a file answers: for each image or row of a NumPy file the classes"
          + " with the largest outputs, each with its index."
    },
    footer = {
      "",
      "Images are resized to the model's input and scaled to 0..1, as in training; where the model"
          + " begins with a Rescaling layer for pixels from 0 to 255, they are left to it. Logits are"
          + " shown as probabilities if the file's loss says that they are logits, and one output for"
          + " two classes as both; --out writes what the model gives. A model file does not know the"
          + " names of its classes; --data does.",
      "",
      "Examples:",
      "  lamina predict clothes.keras boot.png shirt.jpg --data fashion-mnist",
      "  lamina predict clothes.keras --npy x_test.npy --out y.npy",
      "  lamina predict clothes.keras boot.png --top 1 --json"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 128;
  private static final String NO_PREDICTION = "no prediction: the input holds NaN or an infinity";

  private final PrintStream out;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A model in a .keras or .h5 file.")
  private @Nullable Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "PNG, JPEG, GIF, BMP or WebP files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--npy",
      paramLabel = "X.npy",
      description =
          "Inputs from a NumPy file, in place of images; uint8 is divided by 255, as --divide-by tells.")
  private @Nullable Path npy;

  @Option(
      names = "--out",
      paramLabel = "Y.npy",
      description = "Write all outputs to this NumPy file, float32, and print none.")
  private @Nullable Path outFile;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = Arguments.Count.class,
      description = "How many outputs to print for each input. Default: ${DEFAULT-VALUE}")
  private int top = 3;

  @Option(
      names = "--no-exif-orientation",
      description =
          "Leave photos as they are stored, as Keras does. Default: turn them upright, as viewers"
              + " do")
  private boolean noExifOrientation;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      description = "Show the class names of this data, as in lamina train. Default: indices only")
  private @Nullable String data;

  @Mixin private final ArrayDataOptions arrays = new ArrayDataOptions();
  @Mixin private final EngineOption engine = new EngineOption();

  PredictCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    if (images.isEmpty() == (npy == null)) {
      throw Arguments.wrong(spec, "give either IMAGE files or --npy X.npy");
    }
    if (outFile != null && json) {
      throw Arguments.wrong(spec, "give either --out or --json: one writes a file, one prints");
    }
    ModelFiles.checkOutput(spec, "--out", outFile, ".npy");
    Path path = Arguments.present(file);
    try (Model model = ModelFiles.load(path, engine.start(), told -> {})) {
      ClassOutputs classes = ClassOutputs.of(model);
      ModelData reading = new ModelData(path, model);
      List<String> names = classNames(path, reading, classes);
      float[] inputs =
          npy == null
              ? readImages(path, model, reading)
              : reading.readNpy(npy, arrays.on(new DataOptions()));
      float[] outputs = model.predict(inputs, BATCH);
      int count = inputs.length / model.inputShape().size();
      if (outFile != null) {
        write(outFile, model.outputShape(), count, outputs);
        out.printf("wrote %d predictions of shape %s to %s%n", count, model.outputShape(), outFile);
      } else if (json) {
        out.print(JsonWriter.write(predictions(classes.values(outputs), count, names)));
      } else {
        print(classes.values(outputs), count, names);
      }
    }
    return ExitCode.OK;
  }

  private List<String> classNames(Path path, ModelData reading, ClassOutputs classes)
      throws IOException {
    if (data == null) {
      return List.of();
    }
    if (classes.classes() == 1) {
      throw new LaminaException(
          path + ": the model's only output is a number and not about classes; leave out --data");
    }
    List<String> names = reading.classNames(data, arrays.on(new DataOptions()));
    if (!names.isEmpty() && names.size() != classes.classes()) {
      throw new LaminaException(
          "%s: the model tells %d classes apart, but %s has %d; name the data it was trained on"
              .formatted(path, classes.classes(), data, names.size()));
    }
    return names;
  }

  private float[] readImages(Path path, Model model, ModelData reading) throws IOException {
    Shape shape = model.inputShape();
    if (shape.rank() != 3 || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
      throw new LaminaException(
          "%s: the model takes inputs of shape %s, which images are not (they are height x width x 1 or 3); use --npy"
              .formatted(path, shape));
    }
    int size = shape.size();
    float[] inputs = new float[Math.multiplyExact(size, images.size())];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(
          reading.readImage(images.get(i), !noExifOrientation), 0, inputs, i * size, size);
    }
    return inputs;
  }

  private static void write(Path file, Shape sample, int count, float[] outputs)
      throws IOException {
    int[] dims = new int[sample.rank() + 1];
    dims[0] = count;
    System.arraycopy(sample.toArray(), 0, dims, 1, sample.rank());
    OutputFile.createDirectory(file);
    NpyFile.write(file, Shape.of(dims), outputs);
  }

  private String label(int index) {
    return npy == null ? images.get(index).toString() : "row " + index;
  }

  /** The indices of the largest outputs of one input, largest first. */
  private int[] largest(float[] outputs, int from, int size) {
    return IntStream.range(0, size)
        .boxed()
        .sorted((a, b) -> Float.compare(outputs[from + b], outputs[from + a]))
        .limit(top)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void print(float[] outputs, int count, List<String> names) {
    int size = outputs.length / count;
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(outputs[i * size])) {
        out.println(label(i) + "  " + NO_PREDICTION);
        continue;
      }
      StringBuilder line = new StringBuilder(label(i));
      for (int index : largest(outputs, i * size, size)) {
        String name = names.isEmpty() ? "" : " " + names.get(index);
        line.append("  %d%s %.4f".formatted(index, name, outputs[i * size + index]));
      }
      out.println(line);
    }
  }

  private List<Object> predictions(float[] outputs, int count, List<String> names) {
    int size = outputs.length / count;
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i * size;
      List<Object> best = new ArrayList<>();
      boolean isNumber = !Float.isNaN(outputs[from]);
      for (int index : isNumber ? largest(outputs, from, size) : new int[0]) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("index", index);
        if (!names.isEmpty()) {
          one.put("name", names.get(index));
        }
        one.put("value", (double) outputs[from + index]);
        best.add(one);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("input", label(i));
      map.put("top", best);
      if (!isNumber) {
        map.put("problem", NO_PREDICTION);
      }
      all.add(map);
    }
    return all;
  }
}
