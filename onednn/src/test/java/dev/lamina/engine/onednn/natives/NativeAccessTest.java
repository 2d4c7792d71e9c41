package dev.lamina.engine.onednn.natives;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.programs.StartEngine;
import dev.lamina.testkit.ChildJvm;
import dev.lamina.testkit.Requires;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JVM that loads native code only where that is allowed, as later versions all will. */
class NativeAccessTest {
  private static final String DENY = "--illegal-native-access=deny";
  private static final String MAIN = StartEngine.class.getName();
  private static final List<String> CLASS_PATH =
      Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));

  @BeforeEach
  void javaKnowsTheOption() {
    Requires.thatHere(
        Runtime.version().feature() >= 24, "Java before 24 has no --illegal-native-access");
  }

  private static String run(String... arguments) throws Exception {
    ChildJvm child = ChildJvm.run(List.of(), Map.of(), List.of(arguments));
    assertThat(child.exitCode()).as(child.output()).isZero();
    return child.output();
  }

  private static String path(boolean modules) {
    return CLASS_PATH.stream()
        .filter(entry -> modules == isModule(entry))
        .collect(joining(File.pathSeparator));
  }

  /** What a program needs; the rest are classes and libraries of tests. */
  private static boolean isModule(String entry) {
    String path = entry.replace(File.separatorChar, '/');
    return path.matches(".*/(core|onednn)/target/(classes|lamina-.*\\.jar)")
        || path.matches(".*/lamina-(core|onednn)-[^/]*\\.jar")
        || path.contains("/org/bytedeco/");
  }

  private static String[] onModulePath(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--module-path", path(true), "-cp", path(false), MAIN));
    return arguments.toArray(String[]::new);
  }

  @Test
  void onTheClassPath() throws Exception {
    String classPath = String.join(File.pathSeparator, CLASS_PATH);
    assertThat(run(DENY, "-cp", classPath, MAIN))
        .startsWith("oneDNN does not load on ")
        .contains("(IllegalCallerException: Illegal native access from an unnamed module")
        .contains("--enable-native-access=ALL-UNNAMED if Lamina is on the class path")
        .contains("Enable-Native-Access: ALL-UNNAMED")
        .doesNotContain("<classifier>");
    assertThat(run(DENY, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, MAIN))
        .startsWith("oneDNN 3.")
        .doesNotContain("WARNING");
  }

  @Test
  void onTheModulePath() throws Exception {
    String all = "--add-modules=ALL-MODULE-PATH";
    String option =
        "--enable-native-access=org.bytedeco.javacpp,org.bytedeco.opencl,org.bytedeco.dnnl";
    assertThat(run(onModulePath(DENY, all)))
        .contains("Illegal native access from module org.bytedeco.javacpp")
        .contains(option + " if it is on the module path");
    assertThat(run(onModulePath(DENY, all, option)))
        .startsWith("oneDNN 3.")
        .doesNotContain("WARNING");
  }

  /** The engine's module is for all platforms, so it cannot require the natives of one. */
  @Test
  void nativesThatNoModuleRequires() throws Exception {
    assertThat(
            run(
                onModulePath(
                    "--add-modules=dev.lamina.onednn",
                    "--enable-native-access=" + NativeLibrary.MODULES)))
        .contains("or start it with --add-modules ALL-MODULE-PATH");
  }
}
