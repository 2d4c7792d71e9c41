package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timeouts only end a deadlock; no test's outcome depends on them. */
@Timeout(120)
class BatchReaderTest {

  /** Samples whose values follow from their index; reading can fail or wait. */
  private static class Probe extends Dataset {

    private final int size;
    final AtomicInteger reads = new AtomicInteger();

    Probe(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Shape inputShape() {
      return Shape.of(2, 3, 1);
    }

    @Override
    public Shape targetShape() {
      return Shape.of(2);
    }

    @Override
    public String source() {
      return "probe";
    }

    @Override
    public void readInput(int index, float[] to, int offset) throws IOException {
      reads.incrementAndGet();
      Arrays.fill(to, offset, offset + 6, index + 0.5f);
    }

    @Override
    public void readTarget(int index, float[] to, int offset) throws IOException {
      Arrays.fill(to, offset, offset + 2, -index);
    }
  }

  private static List<Integer> drain(BatchReader reader, List<Integer> counts) throws IOException {
    List<Integer> seen = new ArrayList<>();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      counts.add(batch.count());
      for (int i = 0; i < batch.count(); i++) {
        int index = batch.indices()[i];
        seen.add(index);
        for (int j = 0; j < 6; j++) {
          assertThat(batch.inputs()[i * 6 + j]).isEqualTo(index + 0.5f);
        }
        for (int j = 0; j < 2; j++) {
          assertThat(batch.targets()[i * 2 + j]).isEqualTo(-index);
        }
      }
    }
    return seen;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "10,3,1", "10,3,2", "9,3,3", "5,8,2", "100,7,1", "100,7,5", "0,4,2"})
  void everySampleComesOnceInOrderAndTheLastBatchMayBePartial(int size, int batch, int prefetch)
      throws IOException {
    int[] order = BatchReader.permutation(size, 3, 0);
    try (BatchReader reader = new BatchReader(new Probe(size), batch, prefetch)) {
      for (int pass = 0; pass < 3; pass++) {
        reader.start(order);
        List<Integer> counts = new ArrayList<>();
        assertThat(drain(reader, counts)).isEqualTo(IntStream.of(order).boxed().toList());
        assertThat(counts).hasSize((size + batch - 1) / batch);
        for (int i = 0; i < counts.size(); i++) {
          assertThat(counts.get(i)).isEqualTo(Math.min(batch, size - i * batch));
        }
        assertThat(reader.next()).isNull();
      }
    }
  }

  @Test
  void anOrderMayLeaveOutAndRepeatSamples() throws IOException {
    try (BatchReader reader = new BatchReader(new Probe(3), 4)) {
      reader.start(new int[] {2, 2, 0, 2, 0, 2, 2});
      assertThat(drain(reader, new ArrayList<>())).containsExactly(2, 2, 0, 2, 0, 2, 2);
      assertThatThrownBy(() -> reader.start(new int[] {3}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void startCopiesTheOrder() throws IOException {
    int[] order = {4, 3, 2, 1, 0};
    try (BatchReader reader = new BatchReader(new Probe(5), 1, 1)) {
      reader.start(order);
      Arrays.fill(order, 0);
      assertThat(drain(reader, new ArrayList<>())).containsExactly(4, 3, 2, 1, 0);
    }
  }

  @Test
  void aBatchStaysUntouchedUntilTheNextIsAskedFor() throws Exception {
    CountDownLatch readAhead = new CountDownLatch(8 + 1);
    Probe probe =
        new Probe(40) {
          @Override
          public void readInput(int index, float[] to, int offset) throws IOException {
            super.readInput(index, to, offset);
            readAhead.countDown();
          }
        };
    try (BatchReader reader = new BatchReader(probe, 4, 2)) {
      reader.start();
      Batch first = reader.next();
      readAhead.await();
      assertThat(Arrays.copyOf(first.indices(), 4)).containsExactly(0, 1, 2, 3);
      assertThat(first.inputs()[0]).isEqualTo(0.5f);
      // The ring has three batches, one of which is on loan: no more than these can be read.
      assertThat(probe.reads.get()).isLessThanOrEqualTo(12);
    }
  }

  @Test
  void releaseLetsTheReaderGoOn() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    Probe probe =
        new Probe(3) {
          @Override
          public void readInput(int index, float[] to, int offset) throws IOException {
            super.readInput(index, to, offset);
            third.countDown();
          }
        };
    try (BatchReader reader = new BatchReader(probe, 1, 1)) {
      reader.start();
      reader.next();
      reader.release();
      reader.release();
      third.await();
      assertThat(reader.next().indices()[0]).isEqualTo(1);
      assertThat(reader.next().indices()[0]).isEqualTo(2);
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void theRingIsReused() throws IOException {
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (BatchReader reader = new BatchReader(new Probe(64), 2, 2)) {
      reader.start();
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        arrays.add(batch.inputs());
      }
    }
    assertThat(arrays).hasSize(3);
  }

  @Test
  void startGivesUpAPassAndBeginsAnother() throws IOException {
    Random random = new Random(5);
    try (BatchReader reader = new BatchReader(new Probe(50), 4, 3)) {
      for (int pass = 0; pass < 300; pass++) {
        int[] order = BatchReader.permutation(50, 9, pass);
        reader.start(order);
        int stop = random.nextInt(15);
        for (int i = 0; i < stop; i++) {
          Batch batch = reader.next();
          if (i > 12) {
            assertThat(batch).isNull();
            continue;
          }
          assertThat(batch.indices()[0]).isEqualTo(order[i * 4]);
          assertThat(batch.inputs()[0]).isEqualTo(order[i * 4] + 0.5f);
        }
      }
      reader.start();
      assertThat(drain(reader, new ArrayList<>())).hasSize(50);
    }
  }

  private static Dataset failingAt(int bad, Throwable failure) {
    return new Probe(10) {
      @Override
      public void readInput(int index, float[] to, int offset) throws IOException {
        if (index == bad) {
          if (failure instanceof IOException e) {
            throw e;
          }
          throw (Error) failure;
        }
        super.readInput(index, to, offset);
      }
    };
  }

  @Test
  void aFailureComesAfterTheGoodBatchesAndNamesTheSample() throws IOException {
    DataException cause = new DataException("cat.png: broken");
    try (BatchReader reader = new BatchReader(failingAt(5, cause), 2)) {
      reader.start();
      assertThat(reader.next().indices()[0]).isEqualTo(0);
      assertThat(reader.next().indices()[0]).isEqualTo(2);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(reader::next)
            .isInstanceOf(DataException.class)
            .hasMessage("sample 5 of probe: cat.png: broken")
            .hasCause(cause);
      }
      reader.start(new int[] {1, 2, 3});
      assertThat(drain(reader, new ArrayList<>())).containsExactly(1, 2, 3);
    }
  }

  @Test
  void otherFailuresKeepTheirKind() throws IOException {
    try (BatchReader reader = new BatchReader(failingAt(0, new FileNotFoundException("x")), 2)) {
      reader.start();
      assertThatThrownBy(reader::next)
          .isInstanceOf(IOException.class)
          .hasMessage("sample 0 of probe: x");
    }
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    try (BatchReader reader = new BatchReader(failingAt(0, error), 2)) {
      reader.start();
      assertThatThrownBy(reader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("sample 0 of probe: java.lang.OutOfMemoryError: Java heap space")
          .hasCause(error);
    }
  }

  @Test
  void closeWithoutStartOrNext() throws Exception {
    BatchReader idle = new BatchReader(new Probe(10), 2);
    idle.close();
    idle.close();
    assertThatThrownBy(idle::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the batch reader of probe is closed");
    BatchReader started = new BatchReader(new Probe(10), 2);
    started.start();
    started.close();
    assertThatThrownBy(started::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nextBeforeStartIsRefused() {
    try (BatchReader reader = new BatchReader(new Probe(10), 2)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no pass was started; call start() before next()");
    }
  }

  /** A data set whose first read waits until {@code go}. */
  private static Probe stuck(CountDownLatch entered, CountDownLatch go) {
    return new Probe(10) {
      @Override
      public void readInput(int index, float[] to, int offset) throws IOException {
        super.readInput(index, to, offset);
        entered.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
    };
  }

  @Test
  void closeDoesNotWaitForAReadThatIsStuckAndNothingIsReadAfterIt() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Probe probe = stuck(entered, go);
    Set<Thread> before = readers();
    BatchReader reader = new BatchReader(probe, 4);
    Set<Thread> added = new HashSet<>(readers());
    added.removeAll(before);
    reader.start();
    entered.await();
    reader.close();
    go.countDown();
    assertThat(added).hasSize(1);
    for (Thread thread : added) {
      thread.join();
    }
    assertThat(probe.reads).hasValue(1);
  }

  private static Set<Thread> readers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("lamina-batch-reader"));
    return threads;
  }

  @Test
  void closeWakesAThreadThatWaitsInNext() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    BatchReader reader = new BatchReader(stuck(entered, go), 4);
    reader.start();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread user = consumer(reader, thrown);
    entered.await();
    awaitWaiting(user);
    reader.close();
    user.join();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the batch reader of probe is closed");
    go.countDown();
  }

  @Test
  void anInterruptEndsNextAndIsKept() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (BatchReader reader = new BatchReader(stuck(entered, go), 4)) {
      reader.start();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread user = consumer(reader, thrown);
      entered.await();
      awaitWaiting(user);
      user.interrupt();
      user.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
      go.countDown();
      assertThat(reader.next().count()).isEqualTo(4);
    }
  }

  private static Thread consumer(BatchReader reader, AtomicReference<Throwable> thrown) {
    Thread user =
        new Thread(
            () -> {
              try {
                reader.next();
              } catch (IOException | RuntimeException e) {
                thrown.set(e);
              }
            });
    user.start();
    return user;
  }

  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void badNumbersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(new Probe(1), 0))
        .withMessage("batch size 0, prefetch 2; expected at least 1 each");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(new Probe(1), 1 << 30))
        .withMessage(
            "a batch of 1073741824 samples of shape 2x3x1 does not fit one array (2^31-9 values);"
                + " use a smaller batch size");
  }

  @Test
  void permutationsAreFixedAndDifferBySeedAndEpoch() {
    // These must not change: a run that is resumed by a later version visits the same samples.
    assertThat(BatchReader.permutation(10, 42, 0)).containsExactly(PERMUTATION_42_0);
    assertThat(BatchReader.permutation(10, 42, 1)).containsExactly(PERMUTATION_42_1);
    Set<String> distinct = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      for (int epoch = 0; epoch < 20; epoch++) {
        int[] order = BatchReader.permutation(30, seed, epoch);
        distinct.add(Arrays.toString(order));
        assertThat(Arrays.stream(order).sorted().toArray())
            .isEqualTo(IntStream.range(0, 30).toArray());
      }
    }
    assertThat(distinct).hasSize(400);
  }

  private static final int[] PERMUTATION_42_0 = {8, 3, 7, 5, 9, 4, 1, 0, 6, 2};
  private static final int[] PERMUTATION_42_1 = {6, 0, 1, 3, 2, 4, 9, 8, 7, 5};

  @Test
  void permutationsAreUniform() {
    int[][] counts = new int[5][5];
    int trials = 20_000;
    for (int epoch = 0; epoch < trials; epoch++) {
      int[] order = BatchReader.permutation(5, 7, epoch);
      for (int i = 0; i < 5; i++) {
        counts[i][order[i]]++;
      }
    }
    // Mean 4000, standard deviation sqrt(20000 * 0.2 * 0.8) = 57; the seed is fixed.
    for (int[] row : counts) {
      for (int count : row) {
        assertThat(count).isBetween(3700, 4300);
      }
    }
  }
}
