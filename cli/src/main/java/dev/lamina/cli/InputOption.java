package dev.lamina.cli;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which model to show: the arguments {@code FILE} and {@code --input}. */
final class InputOption {
  private static final Shape DEFAULT = Shape.of(28, 28, 1);

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "H,W,C",
      converter = Arguments.ImageShape.class,
      description = "Height, width and channels of the reference CNN's images. Default: 28,28,1")
  private @Nullable Shape input;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A model in a .keras or .h5 file. Default: the reference CNN")
  private @Nullable Path file;

  /** The model in the file, or the reference CNN for this input. */
  Model network() throws IOException {
    if (file != null && input != null) {
      throw Arguments.wrong(spec, "give FILE or --input, not both: a model file has its own input");
    }
    if (file != null) {
      return ModelFiles.load(file, told -> {}); // nobody sees compile settings here
    }
    try {
      return ReferenceCnn.build(input == null ? DEFAULT : input, ReferenceCnn.CLASSES);
    } catch (ShapeException e) {
      throw Arguments.wrong(spec, e.getMessage());
    }
  }
}
