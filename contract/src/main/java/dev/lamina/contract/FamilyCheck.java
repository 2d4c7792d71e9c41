package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs a family's cases and collects what is wrong; a few failures tell as much as all.
 *
 * <pre>{@code
 * FamilyCheck check = new FamilyCheck(engine, ReferenceEngine.float32());
 * List<String> wrong = check.differences(OpFamily.CONVOLUTION, 100); // empty where all is right
 * }</pre>
 */
public final class FamilyCheck {
  private static final int MOST_REPORTED = 5;

  private final Engine engine;
  private final Examiner examiner;

  /**
   * A check of one engine.
   *
   * @param engine what is checked
   * @param reference what defines the right numbers
   */
  public FamilyCheck(Engine engine, Engine reference) {
    this.engine = engine;
    examiner = new Examiner(engine, reference);
  }

  /** Cases in which the engine differs from the reference, does not support an op, or fails. */
  public List<String> differences(OpFamily family, int count) {
    return differences(family, count, DType.FLOAT32);
  }

  /** As {@link #differences(OpFamily, int)}, computed in another type. */
  public List<String> differences(OpFamily family, int count, DType dtype) {
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < count && found.size() < MOST_REPORTED; seed++) {
      Verdict verdict = examiner.examine(OpCases.of(family, seed, dtype));
      if (verdict.isWrong()) {
        found.add(verdict.toString());
      }
    }
    return found;
  }

  /** Cases that give other bits when they are run again. */
  public List<String> changes(OpFamily family, int count) {
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < count && found.size() < MOST_REPORTED; seed++) {
      OpCase opCase = OpCases.of(family, seed);
      try {
        Map<String, double[]> first = opCase.run(engine).outputs();
        Map<String, double[]> second = opCase.run(engine).outputs();
        first.forEach(
            (name, values) -> {
              if (!Arrays.equals(values, second.get(name))) {
                found.add(opCase.toString() + "output " + name + " has other bits in a second run");
              }
            });
      } catch (UnsupportedOpException e) {
        if (!family.isOptional()) {
          found.add(opCase.toString() + e.getMessage());
        }
      }
    }
    return found;
  }
}
