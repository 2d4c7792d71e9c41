package dev.lamina.cli;

import dev.lamina.datasets.DataOptions;
import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.Datasets;
import dev.lamina.datasets.ImageCheck;
import dev.lamina.datasets.TrainTest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code lamina check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    sortOptions = false,
    description = {
      "Reads all data of a directory and tells what is in it. Of images: how many there are of each"
          + " class, every broken file with its reason, sizes, files that are not read, and equal"
          + " files in different classes or parts. Of arrays: shapes, classes, and values that are"
          + " not finite."
    },
    footer = {
      "",
      "Exit codes: 0 all can be read, 1 something is broken, 2 bad arguments.",
      "",
      "Example:",
      "  lamina check photos"
    })
final class CheckCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Parameters(paramLabel = "DIR", description = "A directory of data, as lamina train reads it.")
  private @Nullable Path directory;

  CheckCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    Path path = Arguments.present(directory);
    boolean isSound =
        ImageCheck.isImageDirectory(path)
            ? checkImages(ImageCheck.of(path, new CheckProgressLines(err)))
            : checkArrays(Datasets.open(path, new DataOptions()));
    return isSound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean checkImages(ImageCheck check) {
    int images = 0;
    for (ImageCheck.Group group : check.groups()) {
      images += group.images();
      out.printf(
          "images  %s: %,d%s%n",
          group.part().isEmpty() ? group.name() : group.part() + "/" + group.name(),
          group.images(),
          group.broken() == 0 ? "" : ", %,d of them broken".formatted(group.broken()));
    }
    check
        .sizes()
        .ifPresent(
            sizes ->
                out.printf(
                    "sizes   smallest %s, most frequent %s (%,d images), largest %s; height x"
                        + " width%n",
                    sizes.smallest(), sizes.mostFrequent(), sizes.count(), sizes.largest()));
    check.skipped().forEach((suffix, count) -> out.printf("skipped %s: %,d%n", suffix, count));
    for (List<Path> same : check.duplicates()) {
      out.println("equal   " + String.join(", ", same.stream().map(Path::toString).toList()));
    }
    for (ImageCheck.Broken broken : check.broken()) {
      out.println("broken  " + broken.file() + ": " + broken.reason());
    }
    out.printf(
        "%,d images in %,d classes, %,d broken, %,d sets of equal files across classes or parts%n",
        images,
        check.groups().stream().map(ImageCheck.Group::name).distinct().count(),
        check.broken().size(),
        check.duplicates().size());
    return check.broken().isEmpty();
  }

  private boolean checkArrays(TrainTest data) throws IOException {
    out.println("data    " + data);
    data.notes().forEach(note -> out.println("note    " + note));
    boolean trainIsSound = checkPart("train", data.train());
    boolean testIsSound = checkPart("test", data.test());
    return trainIsSound && testIsSound;
  }

  private boolean checkPart(String name, Dataset part) throws IOException {
    float[] input = new float[part.inputShape().size()];
    float[] target = new float[part.targetShape().size()];
    Map<Integer, Integer> counts = new TreeMap<>();
    long bad = 0;
    int badSamples = 0;
    int first = -1;
    for (int i = 0; i < part.size(); i++) {
      part.readInput(i, input, 0);
      part.readTarget(i, target, 0);
      int badHere = notFinite(input) + notFinite(target);
      bad += badHere;
      badSamples += badHere > 0 ? 1 : 0;
      first = badHere > 0 && first < 0 ? i : first;
      if (part.classes().isPresent()) {
        counts.merge((int) target[0], 1, Integer::sum);
      }
    }
    out.printf("%-7s %,d samples of %s%n", name, part.size(), part.inputShape());
    if (!counts.isEmpty()) {
      out.printf("%-7s samples of each class: %s%n", name, counts);
    }
    if (bad > 0) {
      out.printf(
          "broken  %s: %,d values are NaN or infinite, in %,d samples; the first is sample %,d%n",
          name, bad, badSamples, first);
    }
    return bad == 0;
  }

  private static int notFinite(float[] values) {
    int count = 0;
    for (float value : values) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }
}
