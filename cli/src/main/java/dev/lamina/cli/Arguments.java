package dev.lamina.cli;

import dev.lamina.DataException;
import dev.lamina.ShapeException;
import dev.lamina.datasets.FilePaths;
import dev.lamina.ir.Shape;
import dev.lamina.layers.DTypePolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Readers of option values, which say what they expected. */
final class Arguments {
  private Arguments() {}

  /** What picocli has put into a field before the command runs. */
  static <T> T present(@Nullable T field) {
    if (field == null) {
      throw new IllegalStateException("picocli has not set this field");
    }
    return field;
  }

  /** A complaint about arguments that only together, or only on this machine, are wrong. */
  static ParameterException wrong(@Nullable CommandSpec spec, @Nullable String message) {
    return new ParameterException(present(spec).commandLine(), message);
  }

  private static TypeConversionException expected(String what, String received) {
    return new TypeConversionException("expected %s, received \"%s\"".formatted(what, received));
  }

  /** The number, at least 1, in {@code text}, a part of {@code value}. */
  private static int positive(String text, String what, String value) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, with what was expected.
    }
    boolean isTooLarge = text.strip().matches("[0-9]{10,}");
    throw expected(isTooLarge ? what + " and at most " + Integer.MAX_VALUE : what, value);
  }

  /** 1, 2, ... */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return positive(value, "a whole number of at least 1", value);
    }
  }

  /** {@code epoch}, or a number of steps. */
  static final class SaveFreq implements ITypeConverter<Integer> {
    static final int EPOCH = 0;

    @Override
    public Integer convert(String value) {
      String what = "epoch, or a whole number of steps of at least 1";
      return value.strip().equals("epoch") ? EPOCH : positive(value, what, value);
    }
  }

  /** A finite number above 0. */
  static final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        double number = Double.parseDouble(value.strip());
        if (number > 0 && Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Answered below, with what was expected.
      }
      throw expected("a number above 0, such as 0.001 or 1e-3", value);
    }
  }

  /** In which numbers layers compute. */
  static final class Policy implements ITypeConverter<DTypePolicy> {
    @Override
    public DTypePolicy convert(String value) {
      try {
        return DTypePolicy.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A file, whose name Java must be able to encode. */
  static final class FilePath implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      try {
        return FilePaths.of(value);
      } catch (DataException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Any long. */
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      try {
        return Long.parseLong(value.strip());
      } catch (NumberFormatException e) {
        throw expected("a whole number from -2^63 to 2^63 - 1", value);
      }
    }
  }

  /** Height, width and channels of an image. */
  static final class ImageShape implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String value) {
      return shape(value, 3, "HEIGHT,WIDTH,CHANNELS, such as 28,28,1");
    }
  }

  /** Height and width of an image. */
  static final class ImageSize implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String value) {
      return shape(value, 2, "HEIGHT,WIDTH, such as 64,64");
    }
  }

  private static Shape shape(String value, int rank, String what) {
    List<Integer> dims = new ArrayList<>();
    for (String dim : value.split(",", -1)) {
      dims.add(positive(dim, what, value));
    }
    if (dims.size() != rank) {
      throw expected(what, value);
    }
    try {
      return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    } catch (ShapeException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
