package dev.lamina.datasets;

/** Another data set with weights for its samples. */
final class WeightedDataset extends DatasetView {

  private final float[] weights;

  WeightedDataset(Dataset base, float[] weights) {
    super(base);
    if (weights.length != base.size()) {
      throw new IllegalArgumentException(
          "%d sample weights for %d samples of %s; expected one for each sample"
              .formatted(weights.length, base.size(), base.source()));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
        throw new IllegalArgumentException(
            "the sample weight %s of sample %d; expected a number >= 0".formatted(weights[i], i));
      }
    }
    this.weights = weights.clone();
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public float readWeight(int index) {
    return weights[index];
  }
}
