package dev.lamina.benchmarks.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * What a contestant is asked to do.
 *
 * @param kind which request it is
 * @param numbers one or two, of at least 1
 */
record Request(Kind kind, List<Integer> numbers) {
  Request {
    numbers = List.copyOf(numbers);
  }

  enum Kind {
    STEP("step", 1, 1),
    INFER("infer", 1, 2),
    CALLERS("callers", 2, 2);

    private final String word;
    private final int fewest;
    private final int most;

    Kind(String word, int fewest, int most) {
      this.word = word;
      this.fewest = fewest;
      this.most = most;
    }

    String word() {
      return word;
    }
  }

  /**
   * Reads a line's words.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Request parse(List<String> words) {
    for (Kind kind : Kind.values()) {
      int count = words.size() - 1;
      if (kind.word.equals(words.get(0)) && count >= kind.fewest && count <= kind.most) {
        List<Integer> numbers = new ArrayList<>();
        words.subList(1, words.size()).forEach(word -> numbers.add(positive(word)));
        return new Request(kind, numbers);
      }
    }
    throw new IllegalArgumentException(
        "expected 'step N', 'infer N [BATCH_SIZE]', 'callers N SECONDS' or 'quit'");
  }

  private static int positive(String word) {
    if (!word.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("expected whole numbers of at least 1");
    }
    return Integer.parseInt(word);
  }

  /** The first number: runs, or callers. */
  int count() {
    return numbers.get(0);
  }

  /** The second number: the batch size, or the seconds. */
  int second(int byDefault) {
    return numbers.size() == 2 ? numbers.get(1) : byDefault;
  }
}
