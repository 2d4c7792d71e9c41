package dev.lamina.ir.ops;

import dev.lamina.ShapeException;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reorders the axes: axis {@code i} of the output is axis {@code permutation[i]} of the input. */
public record Transpose(List<Integer> permutation) implements OpRecord {
  public Transpose {
    permutation = List.copyOf(permutation);
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1, 1);
    Shape input = inputs.get(0).shape();
    List<Integer> axes = IntStream.range(0, input.rank()).boxed().toList();
    if (!permutation.stream().sorted().toList().equals(axes)) {
      throw new ShapeException(
          "permutation %s does not fit shape %s; expected an order of %s"
              .formatted(permutation, input, axes));
    }
    Shape output = Shape.of(permutation.stream().mapToInt(input::dim).toArray());
    return List.of(inputs.get(0).withShape(output));
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.empty();
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    boolean isBatched = !permutation.isEmpty() && permutation.get(0) == 0;
    return isBatched ? Optional.of(BatchSplit.PER_SAMPLE) : Optional.empty();
  }

  public Transpose inverse() {
    Integer[] result = new Integer[permutation.size()];
    for (int i = 0; i < result.length; i++) {
      result[permutation.get(i)] = i;
    }
    return new Transpose(List.of(result));
  }
}
