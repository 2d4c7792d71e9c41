package dev.lamina.datasets;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A data set over another one, like it in all that a subclass does not change. */
abstract class DatasetView extends Dataset {

  final Dataset base;

  DatasetView(Dataset base) {
    this.base = base;
  }

  @Override
  public Shape inputShape() {
    return base.inputShape();
  }

  @Override
  public Shape targetShape() {
    return base.targetShape();
  }

  @Override
  public List<Shape> inputShapes() {
    return base.inputShapes();
  }

  @Override
  public List<Shape> targetShapes() {
    return base.targetShapes();
  }

  @Override
  public List<String> inputNames() {
    return base.inputNames();
  }

  @Override
  public List<String> targetNames() {
    return base.targetNames();
  }

  /** Which of the other's samples is this one's. */
  int baseIndex(int index) {
    return index;
  }

  @Override
  public final void readInput(int index, float[] to, int offset) throws IOException {
    base.readInput(baseIndex(index), to, offset);
  }

  @Override
  public final void readTarget(int index, float[] to, int offset) throws IOException {
    base.readTarget(baseIndex(index), to, offset);
  }

  @Override
  public final void readInput(int input, int index, float[] to, int offset) throws IOException {
    base.readInput(input, baseIndex(index), to, offset);
  }

  @Override
  public final void readTarget(int target, int index, float[] to, int offset) throws IOException {
    base.readTarget(target, baseIndex(index), to, offset);
  }

  @Override
  public OptionalInt classes() {
    return base.classes();
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
  public boolean isWeighted() {
    return base.isWeighted();
  }

  @Override
  public float readWeight(int index) throws IOException {
    return base.readWeight(baseIndex(index));
  }
}
