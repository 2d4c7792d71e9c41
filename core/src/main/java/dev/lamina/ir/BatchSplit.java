package dev.lamina.ir;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an op's work divides along the batch, the first axis: an op that can be divided gives the
 * same numbers when it is run on a part of the samples at a time. (Dropout does if it is told which
 * part it is, as its mask follows from an element's index in the whole batch.)
 *
 * <pre>{@code
 * BatchSplit split = op.batchSplit(types).orElseThrow();
 * split.isPerSample(1); // false for a filter, which all samples share
 * split.isSummed(); // true for a filter's gradient: parts' results are to be added up
 * }</pre>
 *
 * @param shared the operands, by position, that every sample needs as a whole, such as weights; all
 *     others have one part for each sample
 * @param isSummed whether the results are sums over the samples; if not, they have one part for
 *     each sample, as the operands have
 */
public record BatchSplit(Set<Integer> shared, boolean isSummed) {
  /** All operands and results have one part for each sample. */
  public static final BatchSplit PER_SAMPLE = new BatchSplit(Set.of(), false);

  /** All operands have one part for each sample, and the results are sums over them. */
  public static final BatchSplit SUMMED = new BatchSplit(Set.of(), true);

  public BatchSplit {
    shared = Set.copyOf(shared);
  }

  /** Only this operand, and the results, have one part for each sample. */
  public static BatchSplit of(int operand, List<TensorType> inputs) {
    Set<Integer> shared = new HashSet<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (i != operand) {
        shared.add(i);
      }
    }
    return new BatchSplit(shared, false);
  }

  /** {@link #PER_SAMPLE} for operands of at least this rank; of fewer axes none is the batch. */
  public static Optional<BatchSplit> perSample(List<TensorType> inputs, int leastRank) {
    return inputs.stream().allMatch(input -> input.shape().rank() >= leastRank)
        ? Optional.of(PER_SAMPLE)
        : Optional.empty();
  }

  /** Whether the operand has one part for each sample. */
  public boolean isPerSample(int operand) {
    return !shared.contains(operand);
  }
}
