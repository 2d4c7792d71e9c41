package dev.lamina.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 * @param validation samples to watch training by and to choose by, where the data have such a part
 *     of their own; programs that find none here may use {@code test} for it
 * @param test samples that training must not see
 * @param source where both come from and how they were parted, for people
 * @param notes what a person should know of how the data were read, such as files that were passed
 *     over; a sentence each, empty when there is nothing to tell
 */
public record TrainTest(
    Dataset train, Optional<Dataset> validation, Dataset test, String source, List<String> notes) {

  /** Two parts, with notes. */
  public TrainTest(Dataset train, Dataset test, String source, List<String> notes) {
    this(train, Optional.empty(), test, source, notes);
  }

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
    validation.ifPresent(data -> requireSameShapes(train, data, "validation"));
    requireSameShapes(train, test, "test");
    notes = List.copyOf(notes);
  }

  private static void requireSameShapes(Dataset train, Dataset other, String part) {
    if (!train.inputShape().equals(other.inputShape())
        || !train.targetShape().equals(other.targetShape())) {
      throw new IllegalArgumentException(
          "training samples are %s with targets %s, but %s samples %s with targets %s; all must have the same shapes"
              .formatted(
                  train.inputShape(),
                  train.targetShape(),
                  part,
                  other.inputShape(),
                  other.targetShape()));
    }
  }

  /**
   * The same data with pixels from 0 to 255, which the source says too; see {@link
   * Dataset#unscaled}.
   */
  public TrainTest unscaled() {
    return new TrainTest(
        train.unscaled(),
        validation.map(Dataset::unscaled),
        test.unscaled(),
        source.replace("divided by 255", "from 0 to 255"),
        notes);
  }

  /** The same data with one more note behind the others. */
  public TrainTest withNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new TrainTest(train, validation, test, source, all);
  }

  /**
   * For people, such as {@code 6000 training and 1000 test samples of 28x28x1, 10 classes, ...}.
   */
  @Override
  public String toString() {
    String classes = train.classes().isPresent() ? train.classes().getAsInt() + " classes, " : "";
    String middle = validation.isPresent() ? ", " + validation.get().size() + " validation" : "";
    return "%d training%s and %d test samples of %s, %sfrom %s"
        .formatted(train.size(), middle, test.size(), train.inputShape(), classes, source);
  }
}
