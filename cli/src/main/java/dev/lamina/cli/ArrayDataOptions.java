package dev.lamina.cli;

import dev.lamina.datasets.DataOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How arrays in IDX and NumPy files are read, for all commands that take {@code --data}. */
final class ArrayDataOptions {

  @Option(
      names = "--divide-by",
      paramLabel = "X",
      converter = Arguments.Positive.class,
      description = {
        "Divide the inputs in IDX and NumPy files by this: 255 brings pixels to 0..1. Default: 255"
            + " for uint8, others stay as they are"
      })
  private @Nullable Double divideBy;

  @Option(
      names = "--first-label",
      paramLabel = "N",
      description =
          "The label of the first class in IDX and NumPy files. Default: ${DEFAULT-VALUE}")
  private int firstLabel;

  @Option(
      names = "--channels-first",
      negatable = true,
      description = {
        "Images in IDX and NumPy files are channels x height x width (--no-channels-first: height x"
            + " width x channels, even if they look otherwise)."
      })
  private @Nullable Boolean channelsFirst;

  /** These options on top of others. */
  DataOptions on(DataOptions options) {
    DataOptions result = options.firstLabel(firstLabel);
    if (divideBy != null) {
      result = result.divideBy(divideBy);
    }
    return channelsFirst == null ? result : result.channelsFirst(channelsFirst);
  }
}
