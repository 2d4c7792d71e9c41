package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Compares an engine with the reference engine for as long as one likes: case after case of all
 * families in turn, so that after any time all have been met equally often.
 *
 * <pre>{@code
 * Examination.Result result =
 *     new Examination(engine, ReferenceEngine.float32())
 *         .run(Duration.ofMinutes(1), share -> System.err.printf("%.0f %%%n", 100 * share));
 * result.wrong().forEach(System.out::println);
 * }</pre>
 */
public final class Examination {
  /** An engine that is wrong everywhere need not be wrong a million times. */
  private static final int MOST_KEPT = 1000;

  private final Engine engine;
  private final Examiner examiner;
  private final LongSupplier clock;

  /**
   * An examination of one engine.
   *
   * @param engine what is examined
   * @param reference what defines the right numbers
   */
  public Examination(Engine engine, Engine reference) {
    this(engine, reference, System::nanoTime);
  }

  Examination(Engine engine, Engine reference, LongSupplier clock) {
    this.engine = engine;
    this.examiner = new Examiner(engine, reference);
    this.clock = clock;
  }

  /**
   * How a kernel did.
   *
   * @param cases in how many cases it took part
   * @param wrong how many of these were wrong
   */
  public record Tally(int cases, int wrong) {
    Tally plus(boolean isWrong) {
      return new Tally(cases + 1, wrong + (isWrong ? 1 : 0));
    }
  }

  /**
   * What was found.
   *
   * @param cases how many were run
   * @param types the element types in which the ops computed
   * @param kernels what took part, by the engine's description
   * @param wrong the cases that were wrong, the first thousand of them
   * @param wrongCases how many were wrong
   */
  public record Result(
      int cases,
      List<DType> types,
      Map<String, Tally> kernels,
      List<Verdict> wrong,
      int wrongCases) {
    public Result {
      types = List.copyOf(types);
      kernels = Map.copyOf(kernels);
      wrong = List.copyOf(wrong);
    }

    /** Whether the engine gave the reference's numbers in all cases. */
    public boolean isRight() {
      return wrongCases == 0;
    }
  }

  /**
   * Runs at least one case of each family, and then others until the time is over.
   *
   * @param time how long
   * @param progress is told the share that is done, from 0 to 1
   */
  public Result run(Duration time, DoubleConsumer progress) {
    List<DType> types =
        engine.whyNot(DType.BFLOAT16).isEmpty()
            ? List.of(DType.FLOAT32, DType.BFLOAT16)
            : List.of(DType.FLOAT32);
    Map<String, Tally> kernels = new TreeMap<>();
    List<Verdict> wrong = new ArrayList<>();
    int cases = 0;
    int wrongCases = 0;
    long start = clock.getAsLong();
    for (int seed = 0; ; seed++) {
      for (OpFamily family : OpFamily.values()) {
        for (DType type : types) {
          double share = (double) (clock.getAsLong() - start) / time.toNanos();
          if (seed > 0 && share >= 1) {
            progress.accept(1);
            return new Result(cases, types, kernels, wrong, wrongCases);
          }
          if (isRun(family, type, types)) {
            progress.accept(Math.min(1, share));
            Verdict verdict = examiner.examine(OpCases.of(family, seed, type));
            cases++;
            verdict.kernels().stream()
                .map(UsedKernel::description)
                .distinct()
                .forEach(name -> count(kernels, name, verdict.isWrong()));
            if (verdict.isWrong()) {
              wrongCases++;
              if (wrong.size() < MOST_KEPT) {
                wrong.add(verdict);
              }
            }
          }
        }
      }
    }
  }

  private static void count(Map<String, Tally> kernels, String name, boolean isWrong) {
    kernels.put(name, kernels.getOrDefault(name, new Tally(0, 0)).plus(isWrong));
  }

  private static boolean isRun(OpFamily family, DType type, List<DType> types) {
    return type == DType.BFLOAT16
        ? family.hasBfloat16()
        : !family.needsBfloat16() || types.contains(DType.BFLOAT16);
  }
}
