package dev.lamina.datasets;

import java.util.List;
import java.util.OptionalInt;

/** Another data set with names for its classes. */
final class NamedDataset extends DatasetView {

  private final List<String> classNames;

  NamedDataset(Dataset base, List<String> classNames) {
    super(base);
    if (base.targetShape().rank() != 0) {
      throw new IllegalArgumentException(
          "class names for targets of shape %s; expected targets that are a class index"
              .formatted(base.targetShape()));
    }
    int classes = base.classes().orElse(0);
    if (classNames.size() < classes) {
      throw new IllegalArgumentException(
          "%d class names for %d classes of %s; expected one for each class"
              .formatted(classNames.size(), classes, base.source()));
    }
    this.classNames = List.copyOf(classNames);
  }

  @Override
  public Dataset unscaled() {
    return new NamedDataset(base.unscaled(), classNames);
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public OptionalInt classes() {
    return OptionalInt.of(classNames.size());
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }
}
