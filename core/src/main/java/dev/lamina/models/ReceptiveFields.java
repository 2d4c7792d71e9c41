package dev.lamina.models;

import dev.lamina.ir.AveragePool2d;
import dev.lamina.ir.Conv2d;
import dev.lamina.ir.InnerProduct;
import dev.lamina.ir.MaxPool2d;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Reduce;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Softmax;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows, op by op, which part of an image each value depends on. */
final class ReceptiveFields {
  private final Shape image;
  private final Map<Value, Field> fields = new HashMap<>();

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

  ReceptiveFields(Shape input, ForwardPass pass) {
    image = input;
    if (input.rank() != 3) {
      return;
    }
    Field pixels =
        new Field(ReceptiveAxis.pixels(input.dim(0)), ReceptiveAxis.pixels(input.dim(1)));
    fields.put(pass.input(), pixels);
    for (Node node : pass.graph().nodes()) {
      node.inputs().stream()
          .map(fields::get)
          .filter(field -> field != null)
          .reduce(Field::with)
          .map(field -> after(node, field))
          .ifPresent(field -> node.outputs().forEach(output -> fields.put(output, field)));
    }
  }

  private static Field after(Node node, Field field) {
    Op op = node.op();
    Shape input = node.inputs().get(0).shape();
    Shape output = node.output().shape();
    if (op instanceof Conv2d conv) {
      return field.slide(conv.window(), output);
    }
    if (op instanceof MaxPool2d pool) {
      return field.slide(pool.window(), output);
    }
    if (op instanceof AveragePool2d pool) {
      return field.slide(pool.window(), output);
    }
    // With one sample, a first axis above 1 counts places, as when Dense runs over an image.
    boolean joinsPlaces =
        (op instanceof InnerProduct && input.dim(0) == 1)
            || (op instanceof Softmax && input.rank() == 2 && input.dim(0) == 1)
            || (op instanceof Reduce reduce && reducesPlaces(reduce.axes(), input.rank()));
    return joinsPlaces ? field.joined() : field;
  }

  /** Whether an axis but the batch and the channels goes, or, in rows, the one axis there is. */
  private static boolean reducesPlaces(List<Integer> axes, int rank) {
    return axes.stream().anyMatch(axis -> axis > 0 && (rank < 3 || axis < rank - 1));
  }

  /** Height and width, inside the image; empty where the input is no image. */
  Optional<Shape> of(Value value) {
    Field field = fields.get(value);
    return field == null
        ? Optional.empty()
        : Optional.of(
            Shape.of(field.height().visible(image.dim(0)), field.width().visible(image.dim(1))));
  }
}
