package dev.lamina.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a module: on the module path, and in an image with a Java of its own. */
class ModulesTest {
  private static final String MODULE = "com.example.app";
  private static final String START = MODULE + "/" + Program.MAIN;

  /** Of all platforms, so that the module dev.lamina resolves. */
  private static final List<Path> ALL =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> entry.endsWith(".jar"))
          .filter(
              entry ->
                  !entry.matches(".*(junit|assertj|opentest4j|apiguardian|byte-buddy|surefire).*"))
          .map(Path::of)
          .toList();

  @TempDir Path directory;

  @Test
  void onTheModulePathOfAllPlatforms() throws Exception {
    Outputs.onOneDnn(onTheModulePath("dev.lamina", ALL, file()));
  }

  @Test
  void onTheModulePathOfOnePlatform() throws Exception {
    Outputs.onOneDnn(onTheModulePath(platform(), Program.dependencies(), file()));
  }

  @Test
  void withoutTheEngine() throws Exception {
    // A module that provides an engine is resolved where it is seen, though nothing requires it.
    List<Path> jars =
        ALL.stream()
            .filter(jar -> !jar.toString().matches(".*[/\\\\](lamina-)?onednn[/\\\\-].*"))
            .toList();
    Outputs.onReferenceWithWarning(onTheModulePath("dev.lamina.core", jars));
  }

  @Test
  void withoutTheNatives() throws Exception {
    Outputs.withoutNatives(onTheModulePath("dev.lamina.onednn", ALL));
  }

  @Test
  void image() throws Exception {
    Outputs.onOneDnn(inAnImage("dev.lamina", ALL, file()));
  }

  @Test
  void imageWithoutTheEngine() throws Exception {
    Outputs.onReferenceWithWarning(inAnImage("dev.lamina.core", ALL));
  }

  /** The module of this build's platform: the one whose jar was copied as the dependency. */
  private static String platform() throws Exception {
    return Program.dependencies().stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.matches("lamina-(linux|macosx|windows)-.*"))
        .map(name -> name.replaceFirst("lamina-([a-z]+)-([a-z0-9_]+)-.*", "dev.lamina.$1.$2"))
        .findFirst()
        .orElseThrow();
  }

  private String file() {
    return directory.resolve("model.keras").toString();
  }

  private String onTheModulePath(String required, List<Path> jars, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("-p", modulePath(required, jars), "-m", START));
    command.addAll(List.of(arguments));
    return Program.run(command.toArray(String[]::new));
  }

  private String inAnImage(String required, List<Path> jars, String... arguments) throws Exception {
    Path image = directory.resolve("image");
    tool(
        "jlink",
        "--module-path",
        modulePath(required, jars),
        "--add-modules",
        MODULE,
        "--output",
        image.toString());
    List<String> command = new ArrayList<>(List.of("-m", START));
    command.addAll(List.of(arguments));
    return Program.run(image, command.toArray(String[]::new));
  }

  /** Compiles the program as a module that requires one other; the path to run it with. */
  private String modulePath(String required, List<Path> jars) throws Exception {
    Path descriptor = directory.resolve("module-info.java");
    Files.writeString(descriptor, "module %s { requires %s; }%n".formatted(MODULE, required));
    Path classes = directory.resolve("classes");
    String source = "src/main/java/" + Program.MAIN.replace('.', '/') + ".java";
    tool(
        "javac",
        "-d",
        classes.toString(),
        "-p",
        Program.path(jars),
        descriptor.toString(),
        Path.of(source).toString());
    List<Path> path = new ArrayList<>(jars);
    path.add(classes);
    return Program.path(path);
  }

  private static void tool(String name, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int code = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
    assertThat(code).as("%s: %s", name, output).isZero();
  }
}
