package dev.lamina.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final TensorType TYPE = TensorType.of(2, 2);
  private static final int LARGE = 10_000;

  private final Engine engine = ReferenceEngine.float32();
  private final Variables variables = new Variables(engine);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
    variables.close();
  }

  private void define(String name) {
    variables.define(name, TYPE, new float[] {1, 2, 3, 4});
  }

  @Test
  void holdsWhatItWasGiven() {
    define("b");
    define("a");
    assertThat(variables.names()).containsExactly("b", "a");
    assertThat(variables.contains("a")).isTrue();
    assertThat(variables.contains("c")).isFalse();
    assertThat(variables.type("a")).isEqualTo(TYPE);
    assertThat(variables.get("a")).containsExactly(1, 2, 3, 4);
    assertThat(variables.engine()).isSameAs(engine);
  }

  @Test
  void givesAndTakesCopies() {
    define("a");
    variables.get("a")[0] = 9;
    float[] given = {5, 6, 7, 8};
    variables.set("a", given);
    given[0] = 9;
    assertThat(variables.get("a")).containsExactly(5, 6, 7, 8);
  }

  @Test
  void tellsWhatIsWrong() {
    define("a");
    assertThatThrownBy(() -> define("a"))
        .isInstanceOf(LaminaException.class)
        .hasMessage("the variable \"a\" is defined twice");
    assertThatThrownBy(() -> variables.set("a", new float[3]))
        .isInstanceOf(LaminaException.class)
        .hasMessageStartingWith("a: received 3 values, expected 4 (shape ");
    assertThatThrownBy(() -> variables.define("b", TYPE, new float[5]))
        .isInstanceOf(LaminaException.class)
        .hasMessageStartingWith("b: received 5 values, expected 4 (shape ");
    assertThatThrownBy(() -> variables.get("c"))
        .isInstanceOf(LaminaException.class)
        .hasMessage("there is no variable \"c\"; there are: a");
    assertThat(variables.names()).containsExactly("a");
    assertThat(variables.get("a")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void countsChanges() {
    define("a");
    define("b");
    Variables.Watched both = variables.watch(List.of("a", "b"));
    long changes = both.changes();
    variables.set("a", new float[4]);
    assertThat(both.changes()).isEqualTo(changes + 1);
    assertThat(variables.watch(List.of("b")).changes()).isZero();
    variables.entryOf("b").changed(); // by a plan
    assertThat(both.changes()).isEqualTo(changes + 2);
    variables.get("a");
    assertThat(both.changes()).isEqualTo(changes + 2);
  }

  @Test
  void removingMakesPlansStaleAndLeavesTheRest() {
    define("a");
    define("b");
    Plan plan = planOf("b", variables);
    variables.remove(List.of("no such variable"));
    assertThat(plan.isCurrent()).isTrue();
    variables.remove(List.of("a"));
    assertThat(plan.isCurrent()).isFalse();
    assertThat(variables.names()).containsExactly("b");
    define("a"); // again
    assertThat(variables.names()).containsExactly("b", "a");
    engine.run(plan::close);
  }

  @Test
  void aPlanOnASharedVariableIsStaleOnceItsOwnHoldIsGone() {
    define("a");
    Variables.Entry held = variables.hold("a");
    Variables others = new Variables(engine);
    others.share("b", held);
    held.release();
    Plan plan = planOf("a", variables);
    Plan other = planOf("b", others);
    variables.remove(List.of("a"));
    assertThat(plan.isCurrent()).isFalse();
    assertThat(other.isCurrent()).isTrue(); // it holds the variable itself
    others.close();
    assertThat(other.isCurrent()).isFalse();
    engine.run(plan::close);
    engine.run(other::close);
  }

  /** A plan that reads a variable. */
  private static Plan planOf(String name, Variables variables) {
    GraphBuilder graph = new GraphBuilder();
    Value variable = graph.variable(name, TYPE);
    graph.output("y", graph.linear(variable, 2, 0));
    return Planner.plan(graph.build(), variables);
  }

  @Test
  void pinnedWhereItIsAVariableDoesNotMove() {
    define("a");
    Buffer buffer = variables.buffer("a");
    assertThat(variables.isPinned("a")).isFalse();
    variables.pin("a", variables.layout("a"));
    assertThat(variables.isPinned("a")).isTrue();
    assertThat(variables.buffer("a")).isSameAs(buffer);
    assertThat(variables.get("a")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void sharedOnesAreOneUnderTwoNames() {
    define("a");
    Variables.Entry held = variables.hold("a");
    Variables others = new Variables(engine);
    others.share("inner/a", held);
    others.set("inner/a", new float[] {5, 6, 7, 8});
    assertThat(variables.get("a")).containsExactly(5, 6, 7, 8);
    held.release();
    variables.close();
    assertThat(others.get("inner/a")).containsExactly(5, 6, 7, 8); // not freed with the first
    assertThatThrownBy(() -> others.share("inner/a", others.hold("inner/a")))
        .hasMessageContaining("defined twice");
    others.close();
  }

  @Test
  void whoeverChangesASharedOneWaitsForTheReadersOfBoth() throws Exception {
    define("a");
    Variables others = new Variables(engine);
    Variables.Entry held = variables.hold("a");
    others.share("b", held);
    for (Variables reader : List.of(variables, others)) {
      Variables writer = reader == variables ? others : variables;
      String name = writer.names().get(0);
      Lock reading = reader.lockForReading();
      Thread changing = new Thread(() -> writer.set(name, new float[4]));
      try {
        changing.start();
        while (changing.getState() != Thread.State.WAITING && changing.isAlive()) {
          Thread.onSpinWait();
        }
        assertThat(changing.isAlive()).isTrue();
      } finally {
        reading.unlock();
      }
      changing.join();
    }
    held.release();
    others.close();
  }

  @Test
  void findsTheFirstThatIsNotFinite() {
    define("a");
    define("b");
    assertThat(variables.notFinite(List.of("a", "b"))).isNull();
    variables.set("b", new float[] {1, Float.NaN, 3, 4});
    variables.set("a", new float[] {1, Float.POSITIVE_INFINITY, 3, 4});
    assertThat(variables.notFinite(List.of("b", "a"))).isEqualTo("b");
    variables.set("b", new float[4]);
    assertThat(variables.notFinite(List.of("b", "a"))).isEqualTo("a");
    assertThat(variables.isFinite("a")).isFalse();
  }

  @Test
  void whatHasNotChangedIsNotLookedAtAgain() {
    define("a");
    assertThat(variables.isFinite("a")).isTrue();
    variables.buffer("a").write(new float[] {Float.NaN, 2, 3, 4}, 0); // as a plan does
    assertThat(variables.isFinite("a")).isTrue();
    variables.entryOf("a").changed();
    assertThat(variables.isFinite("a")).isFalse();
  }

  @Test
  void severalReadAtATime() throws Exception {
    define("a");
    CountDownLatch reading = new CountDownLatch(2);
    Callable<Boolean> reader =
        () -> {
          Lock held = variables.lockForReading();
          try {
            reading.countDown();
            return reading.await(1, TimeUnit.MINUTES); // until the other reads too
          } finally {
            held.unlock();
          }
        };
    Future<Boolean> one = threads.submit(reader);
    Future<Boolean> other = threads.submit(reader);
    assertThat(one.get()).isTrue();
    assertThat(other.get()).isTrue();
  }

  @Test
  void nothingChangesWhileSomebodyReads() throws Exception {
    for (Runnable change :
        List.<Runnable>of(
            () -> variables.set("a", new float[4]),
            () -> variables.define("b", TYPE, new float[4]),
            () -> variables.pin("a", variables.layout("a")),
            () -> variables.remove(List.of("a")))) {
      if (!variables.contains("a")) {
        define("a");
      }
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                change.run();
                done.set(true);
              });
      float[] before = variables.get("a");
      List<String> names = variables.names();
      Lock held = variables.lockForReading();
      try {
        writer.start();
        while (writer.getState() != Thread.State.WAITING && writer.isAlive()) {
          Thread.onSpinWait();
        }
        assertThat(done).isFalse();
        assertThat(variables.names()).isEqualTo(names);
        float[] values = new float[4];
        variables.buffer("a").read(values, 0);
        assertThat(values).containsExactly(before);
      } finally {
        held.unlock();
      }
      writer.join();
      assertThat(done).isTrue();
    }
    assertThat(variables.names()).containsExactly("b");
  }

  @Test
  void readersNeverSeeHalfAChange() throws Exception {
    variables.define("a", TensorType.of(LARGE), new float[LARGE]);
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(3);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      readers.add(threads.submit(() -> readUniform(begun, stop)));
    }
    begun.await();
    float[] values = new float[LARGE];
    for (int i = 1; i <= 300; i++) {
      Arrays.fill(values, i);
      variables.set("a", values);
    }
    stop.set(true);
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).as("reads").isPositive();
    }
    assertThat(variables.get("a")).containsExactly(values);
  }

  private int readUniform(CountDownLatch begun, AtomicBoolean stop) {
    float[] values = new float[LARGE];
    int reads = 0;
    while (!stop.get() || reads == 0) {
      Lock held = variables.lockForReading();
      try {
        variables.buffer("a").read(values, 0);
      } finally {
        held.unlock();
      }
      for (float value : values) {
        if (value != values[0]) {
          throw new AssertionError("read %s and %s at once".formatted(values[0], value));
        }
      }
      if (reads++ == 0) {
        begun.countDown();
      }
    }
    return reads;
  }
}
