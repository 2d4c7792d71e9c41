package dev.lamina.engine.onednn.natives;

import dev.lamina.LaminaException;
import java.util.List;
import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** Loads oneDNN, or says why it does not load and what to do. */
public final class NativeLibrary {
  /** The platforms for which oneDNN is published. */
  static final List<String> PLATFORMS =
      List.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64", "windows-x86_64");

  /** Those that load native code or declare native methods, for which Java 24 and later ask. */
  static final String MODULES = "org.bytedeco.javacpp,org.bytedeco.opencl,org.bytedeco.dnnl";

  private static final String ACCESS =
      """
      . This JVM loads native code only where that is allowed, and oneDNN is native code. \
      Add this option to the java command: --enable-native-access=ALL-UNNAMED if Lamina is on the class path, \
      --enable-native-access=%s if it is on the module path. A jar that is started by java -jar may allow \
      it in its manifest instead: Enable-Native-Access: ALL-UNNAMED. The engine "reference" runs without\
      """
          .formatted(MODULES);

  private static final String MISSING =
      """
      . Depend on dev.lamina:lamina, which brings the natives of all platforms, or on dev.lamina:lamina-%1$s, \
      or add beside lamina-onednn the artifacts javacpp, opencl and dnnl of org.bytedeco, each with \
      <classifier>%1$s</classifier>. In a module require dev.lamina or dev.lamina.%2$s, as dev.lamina.onednn \
      does not require the natives, or start it with --add-modules ALL-MODULE-PATH. If they are there, the directory they are unpacked to may not be \
      writable: name another with -Dorg.bytedeco.javacpp.cachedir=DIR. \
      The engine "reference" runs without them\
      """;

  private NativeLibrary() {}

  /**
   * Loads the native library once; later calls return at once.
   *
   * @throws LaminaException if it is missing or does not run here
   */
  public static void load() {
    NativeCache.choose();
    try {
      Waiting.choose();
      Loader.load(dnnl.class);
    } catch (LinkageError | TypeNotPresentException | IllegalCallerException e) {
      throw explain(platform(), e);
    }
  }

  static LaminaException explain(String platform, Throwable cause) {
    Throwable root = root(cause);
    String start =
        "oneDNN does not load on %s (%s: %s)"
            .formatted(platform, root.getClass().getSimpleName(), root.getMessage());
    if (!PLATFORMS.contains(platform)) {
      return new LaminaException(
          "%s: it is published for %s; choose the engine \"reference\""
              .formatted(start, String.join(", ", PLATFORMS)),
          cause);
    }
    return new LaminaException(
        start + (isDenied(root) ? ACCESS : MISSING.formatted(platform, platform.replace('-', '.'))),
        cause);
  }

  /** As JavaCPP names it, also where JavaCPP itself is missing. */
  private static String platform() {
    try {
      return Loader.getPlatform();
    } catch (LinkageError e) {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String architecture = System.getProperty("os.arch");
      return "%s-%s"
          .formatted(
              os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macosx" : os,
              switch (architecture) {
                case "amd64" -> "x86_64";
                case "aarch64" -> "arm64";
                default -> architecture;
              });
    }
  }

  /** As of {@code --illegal-native-access=deny}, which later versions of Java have by default. */
  private static boolean isDenied(Throwable root) {
    return root instanceof IllegalCallerException;
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
