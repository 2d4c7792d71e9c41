package dev.lamina.datasets;

import dev.lamina.datasets.samples.Samples;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Inputs and targets side by side: the data set behind every source of this package. */
final class PairedDataset extends Dataset {

  private final Samples inputs;
  private final Samples targets;
  private final OptionalInt classes;
  private final List<String> classNames;
  private final String source;

  PairedDataset(
      Samples inputs,
      Samples targets,
      OptionalInt classes,
      List<String> classNames,
      String source) {
    this.inputs = inputs;
    this.targets = targets;
    this.classes = classes;
    this.classNames = List.copyOf(classNames);
    this.source = source;
  }

  @Override
  public Dataset unscaled() {
    return new PairedDataset(inputs.unscaled(), targets, classes, classNames, source);
  }

  @Override
  public int size() {
    return inputs.count();
  }

  @Override
  public Shape inputShape() {
    return inputs.shape();
  }

  @Override
  public Shape targetShape() {
    return targets.shape();
  }

  @Override
  public OptionalInt classes() {
    return classes;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public void readInput(int index, float[] to, int offset) throws IOException {
    inputs.read(index, to, offset);
  }

  @Override
  public void readTarget(int index, float[] to, int offset) throws IOException {
    targets.read(index, to, offset);
  }
}
