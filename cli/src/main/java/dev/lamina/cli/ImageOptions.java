package dev.lamina.cli;

import dev.lamina.datasets.DataOptions;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How class folders of images are read: options of {@code train} and {@code evaluate}. */
final class ImageOptions {

  @Option(
      names = "--skip-broken",
      description = {
        "Decode all images of class folders beforehand, and pass over those that are broken; each"
            + " is listed with its reason. Default: the first broken image is an error"
      })
  private boolean skipBroken;

  @Option(
      names = "--no-exif-orientation",
      description =
          "Leave photos as they are stored, as Keras does. Default: turn them upright, as viewers"
              + " do")
  private boolean noExifOrientation;

  /** These options added to others; progress goes to the stream. */
  DataOptions with(DataOptions options, PrintStream err) {
    return options
        .skipBroken(skipBroken)
        .exifOrientation(!noExifOrientation)
        .progress(new CheckProgressLines(err));
  }

  /** For the report. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("skip_broken", skipBroken);
    map.put("exif_orientation", !noExifOrientation);
    return map;
  }
}
