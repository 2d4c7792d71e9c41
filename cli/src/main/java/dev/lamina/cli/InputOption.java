package dev.lamina.cli;

import dev.lamina.ShapeException;
import dev.lamina.ir.Shape;
import dev.lamina.models.Sequential;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --input}, of the commands that show the reference CNN. */
final class InputOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "H,W,C",
      defaultValue = "28,28,1",
      converter = Arguments.ImageShape.class,
      description = "Height, width and channels of an image. Default: ${DEFAULT-VALUE}")
  private @Nullable Shape input;

  /** The reference CNN for this input. */
  Sequential network() {
    try {
      return ReferenceCnn.build(Arguments.present(input), ReferenceCnn.CLASSES);
    } catch (ShapeException e) {
      throw Arguments.wrong(spec, e.getMessage());
    }
  }
}
