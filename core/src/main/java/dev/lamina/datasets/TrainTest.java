package dev.lamina.datasets;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples to learn from and samples to judge by, with equal shapes.
 *
 * <pre>{@code
 * TrainTest data = FashionMnist.load();
 * System.out.println(data);
 * Dataset train = data.train();
 * }</pre>
 *
 * @param train samples to train on
 * @param test samples that training must not see
 * @param source where both come from and how they were parted, for people
 * @param notes what a person should know of how the data were read, such as files that were passed
 *     over; a sentence each, empty when there is nothing to tell
 */
public record TrainTest(Dataset train, Dataset test, String source, List<String> notes) {

  /** Two parts of which there is nothing to tell. */
  public TrainTest(Dataset train, Dataset test, String source) {
    this(train, test, source, List.of());
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException when the shapes of inputs or targets differ
   */
  public TrainTest {
    if (!train.inputShape().equals(test.inputShape())
        || !train.targetShape().equals(test.targetShape())) {
      throw new IllegalArgumentException(
          "training samples are %s with targets %s, but test samples %s with targets %s; both must"
                  .formatted(
                      train.inputShape(),
                      train.targetShape(),
                      test.inputShape(),
                      test.targetShape())
              + " have the same shapes");
    }
    notes = List.copyOf(notes);
  }

  /** The same data with pixels from 0 to 255; see {@link Dataset#unscaled}. */
  public TrainTest unscaled() {
    return new TrainTest(train.unscaled(), test.unscaled(), source, notes);
  }

  /** The same data with one more note behind the others. */
  public TrainTest withNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new TrainTest(train, test, source, all);
  }

  /**
   * For people, such as {@code 6000 training and 1000 test samples of 28x28x1, 10 classes, ...}.
   */
  @Override
  public String toString() {
    String classes = train.classes().isPresent() ? train.classes().getAsInt() + " classes, " : "";
    return "%d training and %d test samples of %s, %sfrom %s"
        .formatted(train.size(), test.size(), train.inputShape(), classes, source);
  }
}
