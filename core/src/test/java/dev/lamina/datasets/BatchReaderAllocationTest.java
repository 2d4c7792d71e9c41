package dev.lamina.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchReaderAllocationTest {

  private static final int SIZE = 20_000;
  private static final int BATCH = 10;
  private static final int BYTES_PER_BATCH = 200;

  private static Set<Thread> readers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("lamina-batch-reader"));
    return threads;
  }

  /** Both threads together, over whole passes after the first. */
  private static void assertSteady(Dataset data) throws IOException {
    Set<Thread> before = readers();
    try (BatchReader reader = new BatchReader(data, BATCH)) {
      Set<Thread> added = new HashSet<>(readers());
      added.removeAll(before);
      assertThat(added).hasSize(1);
      long readerThread = added.iterator().next().getId();
      long thisThread = Thread.currentThread().getId();
      long allocated = 0;
      int batches = 0;
      for (int pass = 0; pass < 3; pass++) {
        reader.start();
        // The first batch of a pass, so that what start() allocates does not count.
        reader.next();
        if (pass > 0) {
          allocated -= Allocation.of(readerThread) + Allocation.of(thisThread);
        }
        int seen = 1;
        while (reader.next() != null) {
          seen++;
        }
        if (pass > 0) {
          allocated += Allocation.of(readerThread) + Allocation.of(thisThread);
          batches += seen;
        }
      }
      assertThat(batches).isEqualTo(2 * SIZE / BATCH);
      assertThat(allocated / (double) batches).isLessThan(BYTES_PER_BATCH);
    }
  }

  @Test
  void bytesInMemory() throws IOException {
    assertSteady(Dataset.of(new byte[SIZE * 64], Shape.of(8, 8, 1), new int[SIZE]).shuffled(1));
  }

  @Test
  void floatsInMemory() throws IOException {
    assertSteady(
        Dataset.of(new float[SIZE * 64], Shape.of(8, 8, 1), new float[SIZE * 3], Shape.of(3)));
  }

  @Test
  void floatsMappedFromDisk(@TempDir Path directory) throws IOException {
    NpyFile.write(directory.resolve("x_train.npy"), Shape.of(SIZE, 8, 8), new float[SIZE * 64]);
    NpyFile.write(directory.resolve("y_train.npy"), Shape.of(SIZE), new int[SIZE]);
    NpyFile.write(directory.resolve("x_test.npy"), Shape.of(1, 8, 8), new float[64]);
    NpyFile.write(directory.resolve("y_test.npy"), Shape.of(1), new int[1]);
    assertSteady(NpyDirectory.load(directory).train());
  }
}
