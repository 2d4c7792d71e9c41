package dev.lamina.explain.formulas;

import dev.lamina.ir.Node;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.network.ForwardPass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows, op by op, which part of an image each value depends on. */
final class ReceptiveFields {
  private final Shape image;

  /** Of the values that depend on the image; empty where it is not known on which part. */
  private final Map<Value, Optional<Field>> fields = new HashMap<>();

  /** What a value's entries depend on, along the image's two axes. */
  private record Field(ReceptiveAxis height, ReceptiveAxis width) {
    Field slide(Window w, Shape output) {
      return new Field(
          height.slide(w.spanH(), w.strideH(), w.padTop(), output.dim(1)),
          width.slide(w.spanW(), w.strideW(), w.padLeft(), output.dim(2)));
    }

    Field joined() {
      return new Field(height.joined(), width.joined());
    }

    Field with(Field other) {
      return new Field(height.with(other.height), width.with(other.width));
    }
  }

  /** Follows the first input that is an image, and others of its height and width. */
  ReceptiveFields(ForwardPass pass) {
    image =
        pass.inputs().stream()
            .map(input -> input.shape().sample())
            .filter(shape -> shape.rank() == 3)
            .findFirst()
            .orElse(Shape.scalar());
    for (Value input : pass.inputs()) {
      Shape shape = input.shape().sample();
      if (shape.rank() == 3 && shape.dim(0) == image.dim(0) && shape.dim(1) == image.dim(1)) {
        Field pixels =
            new Field(ReceptiveAxis.pixels(image.dim(0)), ReceptiveAxis.pixels(image.dim(1)));
        fields.put(input, Optional.of(pixels));
      }
    }
    pass.graph().nodes().forEach(this::follow);
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
      return Optional.of(field.slide(sliding.over(), node.output().shape()));
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

  /** Height and width, inside the image; empty where there is none or its part is not known. */
  Optional<Shape> of(Value value) {
    return fields
        .getOrDefault(value, Optional.empty())
        .map(
            field ->
                Shape.of(
                    field.height().visible(image.dim(0)), field.width().visible(image.dim(1))));
  }
}
