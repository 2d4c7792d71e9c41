package dev.lamina.engine.onednn;

import dev.lamina.LaminaException;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** Loads oneDNN, or says why it does not load and what to do. */
final class NativeLibrary {
  /** The platforms for which oneDNN is published. */
  static final List<String> PLATFORMS =
      List.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64");

  private NativeLibrary() {}

  /**
   * Loads the native library once; later calls return at once.
   *
   * @throws LaminaException if it is missing or does not run here
   */
  static void load() {
    NativeCache.choose();
    try {
      Loader.load(dnnl.class);
    } catch (LinkageError | TypeNotPresentException e) {
      throw explain(Loader.getPlatform(), e);
    }
  }

  static LaminaException explain(String platform, Throwable cause) {
    String start = "oneDNN does not load on %s (%s)".formatted(platform, rootMessage(cause));
    if (!PLATFORMS.contains(platform)) {
      return new LaminaException(
          "%s: it is published for %s; choose the engine \"reference\""
              .formatted(start, String.join(", ", PLATFORMS)),
          cause);
    }
    return new LaminaException(
        """
        %s. Depend on dev.lamina:lamina, which holds the natives of all platforms, or add beside \
        lamina-onednn the artifacts javacpp, opencl and dnnl of org.bytedeco, each with \
        <classifier>%s</classifier>. If they are there, the directory they are unpacked to may not be \
        writable: name another with -Dorg.bytedeco.javacpp.cachedir=DIR. \
        The engine "reference" runs without them\
        """
            .formatted(start, platform),
        cause);
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
