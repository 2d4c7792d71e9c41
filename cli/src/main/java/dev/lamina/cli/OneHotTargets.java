package dev.lamina.cli;

import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.TrainTest;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Data whose class indices are given as one number for each class: 1 for its own, else 0. */
final class OneHotTargets extends Dataset {
  private final Dataset base;
  private final Shape target;

  private OneHotTargets(Dataset base, Shape target) {
    this.base = base;
    this.target = target;
  }

  /** The data with such targets where they are wanted. */
  static TrainTest where(boolean wanted, TrainTest data, Shape target) {
    return wanted
        ? new TrainTest(
            new OneHotTargets(data.train(), target),
            data.validation().map(validation -> new OneHotTargets(validation, target)),
            new OneHotTargets(data.test(), target),
            data.source(),
            data.notes())
        : data;
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public Shape inputShape() {
    return base.inputShape();
  }

  @Override
  public Shape targetShape() {
    return target;
  }

  @Override
  public List<String> classNames() {
    return base.classNames();
  }

  @Override
  public String source() {
    return base.source();
  }

  @Override
  public void readInput(int index, float[] to, int offset) throws IOException {
    base.readInput(index, to, offset);
  }

  @Override
  public void readTarget(int index, float[] to, int offset) throws IOException {
    float[] label = new float[1];
    base.readTarget(index, label, 0);
    Arrays.fill(to, offset, offset + target.size(), 0);
    to[offset + (int) label[0]] = 1;
  }
}
