package dev.lamina.datasets;

import dev.lamina.Tensor;
import dev.lamina.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** Samples with any number of inputs and targets, each of them a batch in memory. */
final class TensorDataset extends Dataset {
  private final List<Tensor> inputs;
  private final List<Tensor> targets;
  private final List<String> inputNames;
  private final List<String> targetNames;
  private final int size;

  TensorDataset(
      List<Tensor> inputs,
      List<String> inputNames,
      List<Tensor> targets,
      List<String> targetNames) {
    this.inputs = List.copyOf(inputs);
    this.targets = List.copyOf(targets);
    this.inputNames = inputNames;
    this.targetNames = targetNames;
    if (inputs.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException(
          "%d inputs and %d targets; expected at least one of each"
              .formatted(inputs.size(), targets.size()));
    }
    List<Tensor> all = new ArrayList<>(inputs);
    all.addAll(targets);
    size = samples(all.get(0));
    for (Tensor each : all) {
      if (samples(each) != size) {
        throw new IllegalArgumentException(
            "tensors of shapes %s; expected the same number of samples in each"
                .formatted(all.stream().map(Tensor::shape).toList()));
      }
    }
  }

  private static int samples(Tensor batch) {
    if (batch.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "a tensor without axes; expected a batch, whose first axis counts the samples");
    }
    return batch.shape().dim(0);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Shape inputShape() {
    return inputs.get(0).shape().sample();
  }

  @Override
  public Shape targetShape() {
    return targets.get(0).shape().sample();
  }

  @Override
  public List<Shape> inputShapes() {
    return shapes(inputs);
  }

  @Override
  public List<Shape> targetShapes() {
    return shapes(targets);
  }

  private static List<Shape> shapes(List<Tensor> batches) {
    return batches.stream().map(batch -> batch.shape().sample()).toList();
  }

  @Override
  public List<String> inputNames() {
    return inputNames;
  }

  @Override
  public List<String> targetNames() {
    return targetNames;
  }

  @Override
  public String source() {
    return "tensors in memory";
  }

  @Override
  public void readInput(int index, float[] to, int offset) {
    readInput(0, index, to, offset);
  }

  @Override
  public void readTarget(int index, float[] to, int offset) {
    readTarget(0, index, to, offset);
  }

  @Override
  public void readInput(int input, int index, float[] to, int offset) {
    read(inputs.get(input), index, to, offset);
  }

  @Override
  public void readTarget(int target, int index, float[] to, int offset) {
    read(targets.get(target), index, to, offset);
  }

  private void read(Tensor batch, int index, float[] to, int offset) {
    int length = batch.values().length / size;
    System.arraycopy(batch.values(), index * length, to, offset, length);
  }
}
