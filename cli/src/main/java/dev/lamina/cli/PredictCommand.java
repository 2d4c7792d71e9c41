package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.Images;
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
      "Prints what the model in a file answers: for each image or row of a NumPy file the largest"
          + " outputs, each with its index."
    },
    footer = {
      "",
      "Images are resized to the model's input and scaled to 0..1, as in training. A model file does"
          + " not know the names of its classes; --data does.",
      "",
      "Examples:",
      "  lamina predict clothes.keras boot.png shirt.jpg --data fashion-mnist",
      "  lamina predict clothes.keras --npy x_test.npy --out y.npy",
      "  lamina predict clothes.keras boot.png --top 1 --json"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 128;

  private final PrintStream out;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A model in a .keras or .h5 file.")
  private @Nullable Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "IMAGE",
      description = "PNG, JPEG, GIF or BMP files.")
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
    try (Model model = ModelFiles.load(path, engine.start())) {
      List<String> names = classNames(path, model);
      float[] inputs = npy == null ? readImages(path, model) : readNpy(path, model, npy);
      float[] outputs = model.predict(inputs, BATCH);
      int count = inputs.length / model.inputShape().size();
      if (outFile != null) {
        write(outFile, model.outputShape(), count, outputs);
        out.printf("wrote %d predictions of shape %s to %s%n", count, model.outputShape(), outFile);
      } else if (json) {
        out.print(JsonWriter.write(predictions(outputs, count, names)));
      } else {
        print(outputs, count, names);
      }
    }
    return ExitCode.OK;
  }

  private List<String> classNames(Path path, Model model) throws IOException {
    if (data == null) {
      return List.of();
    }
    List<String> names =
        Datasets.open(data, arrays.on(EvaluateCommand.optionsFor(model.inputShape())))
            .train()
            .classNames();
    int outputs = model.outputShape().size();
    if (!names.isEmpty() && names.size() != outputs) {
      throw new LaminaException(
          "%s: the model has %d outputs, but %s has %d classes; name the data it was trained on"
              .formatted(path, outputs, data, names.size()));
    }
    return names;
  }

  private float[] readImages(Path path, Model model) throws IOException {
    Shape shape = model.inputShape();
    if (shape.rank() != 3 || (shape.dim(2) != 1 && shape.dim(2) != 3)) {
      throw new LaminaException(
          "%s: the model takes inputs of shape %s, which images are not (height x width x 1 or 3); use --npy"
              .formatted(path, shape));
    }
    int size = shape.size();
    float[] inputs = new float[Math.multiplyExact(size, images.size())];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(Images.read(images.get(i), shape), 0, inputs, i * size, size);
    }
    return inputs;
  }

  private float[] readNpy(Path path, Model model, Path npy) throws IOException {
    NpyFile array = NpyFile.open(npy);
    DataOptions options = arrays.on(new DataOptions());
    if (!array.inputShape(options).equals(model.inputShape())) {
      throw new LaminaException(
          "%s: holds inputs of shape %s, but the model in %s takes %s"
              .formatted(npy, array.inputShape(options), path, model.inputShape()));
    }
    return array.toInputs(options);
  }

  private static void write(Path file, Shape sample, int count, float[] outputs)
      throws IOException {
    int[] dims = new int[sample.rank() + 1];
    dims[0] = count;
    System.arraycopy(sample.toArray(), 0, dims, 1, sample.rank());
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
      for (int index : largest(outputs, from, size)) {
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
      all.add(map);
    }
    return all;
  }
}
