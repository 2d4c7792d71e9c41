package dev.lamina.explain.formulas;

import dev.lamina.ir.Node;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import dev.lamina.network.ForwardPass;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Follows, op by op, which part of an image each value depends on. */
final class ReceptiveFields {
  private final Shape image;

  /** Of the values that depend on the image; empty where it is not known on which part. */
  private final Map<Value, Optional<Field>> fields = new HashMap<>();

  /** What a value's entries depend on, along each of the image's axes. */
  private record Field(List<ReceptiveAxis> axes) {
    static Field pixels(Shape image) {
      return new Field(places(image).mapToObj(ReceptiveAxis::pixels).toList());
    }

    /** Empty where a window slides along other axes than the image has. */
    Optional<Field> slide(Window window, Shape output) {
      if (window.rank() != axes.size()) {
        return Optional.empty();
      }
      return Optional.of(
          new Field(
              IntStream.range(0, axes.size())
                  .mapToObj(
                      i -> {
                        WindowAxis along = window.axis(i);
                        return axes.get(i)
                            .slide(along.span(), along.stride(), along.before(), output.dim(i + 1));
                      })
                  .toList()));
    }

    Field joined() {
      return new Field(axes.stream().map(ReceptiveAxis::joined).toList());
    }

    Field with(Field other) {
      return new Field(
          IntStream.range(0, axes.size())
              .mapToObj(i -> axes.get(i).with(other.axes.get(i)))
              .toList());
    }
  }

  /** Follows the first input that is an image, and others of its height and width. */
  ReceptiveFields(ForwardPass pass) {
    image =
        pass.inputs().stream()
            .map(input -> input.shape().sample())
            .filter(shape -> shape.rank() > 1)
            .findFirst()
            .orElse(Shape.scalar());
    for (Value input : pass.inputs()) {
      Shape shape = input.shape().sample();
      if (shape.rank() > 1 && Arrays.equals(places(shape).toArray(), places(image).toArray())) {
        fields.put(input, Optional.of(Field.pixels(shape)));
      }
    }
    pass.graph().nodes().forEach(this::follow);
  }

  /** The sizes of all axes of a sample but the channels. */
  private static IntStream places(Shape sample) {
    return Arrays.stream(sample.toArray()).limit(Math.max(0, sample.rank() - 1));
  }

  private void follow(Node node) {
    node.inputs().stream()
        .map(fields::get)
        .filter(field -> field != null)
        .reduce((a, b) -> a.flatMap(field -> b.map(field::with)))
        .map(field -> field.flatMap(known -> after(node, known)))
        .ifPresent(field -> node.outputs().forEach(output -> fields.put(output, field)));
  }

  /** Empty where a window spreads: places that lie side by side then see parts of other kinds. */
  private static Optional<Field> after(Node node, Field field) {
    Reach reach = node.reach();
    if (reach instanceof Reach.Sliding sliding) {
      return field.slide(sliding.over(), node.output().shape());
    }
    if (reach instanceof Reach.Spreading) {
      return Optional.empty();
    }
    boolean joinsPlaces =
        reach instanceof Reach.Along along && hasPlaces(along.axes(), node.inputs().get(0).shape());
    return Optional.of(joinsPlaces ? field.joined() : field);
  }

  /**
   * Whether one of the axes is neither the batch nor the channels. In rows it is the one axis there
   * is, unless a first axis above 1 counts places, as when Dense runs over an image.
   */
  private static boolean hasPlaces(Set<Integer> axes, Shape input) {
    return axes.stream()
        .anyMatch(
            axis -> axis > 0 && (input.rank() < 3 ? input.dim(0) == 1 : axis < input.rank() - 1));
  }

  /**
   * Its size along the image's axes, inside the image; empty where there is none or its part is not
   * known.
   */
  Optional<Shape> of(Value value) {
    return fields
        .getOrDefault(value, Optional.empty())
        .map(
            field ->
                Shape.of(
                    IntStream.range(0, field.axes().size())
                        .map(i -> field.axes().get(i).visible(image.dim(i)))
                        .toArray()));
  }
}
