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
    return base.readWeight(index);
  }
}
