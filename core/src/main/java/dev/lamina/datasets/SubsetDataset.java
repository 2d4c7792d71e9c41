package dev.lamina.datasets;

import java.util.Objects;

/** Chosen samples of another data set, in a chosen order. */
final class SubsetDataset extends DatasetView {

  private final int[] indices;
  private final String source;

  /** Keeps {@code indices} without copying it. */
  SubsetDataset(Dataset base, int[] indices, String source) {
    super(base);
    int size = base.size();
    for (int index : indices) {
      Objects.checkIndex(index, size);
    }
    this.indices = indices;
    this.source = source;
  }

  @Override
  public Dataset unscaled() {
    return new SubsetDataset(base.unscaled(), indices, source);
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  int baseIndex(int index) {
    return indices[index];
  }
}
