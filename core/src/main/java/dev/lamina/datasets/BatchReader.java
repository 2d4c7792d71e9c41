package dev.lamina.datasets;

import dev.lamina.DataException;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data set in batches, ahead of its user: a thread of its own fills the next batches while
 * the last one is worked on.
 *
 * <pre>{@code
 * try (BatchReader reader = new BatchReader(data, 128)) {
 *   for (int epoch = 0; epoch < 5; epoch++) {
 *     reader.start(BatchReader.permutation(data.size(), seed, epoch));
 *     for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
 *       step(batch.inputs(), batch.targets(), batch.count());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>The batches' arrays form a ring of {@code prefetch + 1}, allocated once; the steady loop
 * allocates nothing. The order of the samples is given, so what is read does not depend on timing.
 *
 * <p>{@link #next}, {@link #release} and {@link #start} are for one thread at a time; {@link
 * #close} may come from any.
 */
public final class BatchReader implements AutoCloseable {

  /** Batches that are read ahead unless said otherwise. */
  public static final int DEFAULT_PREFETCH = 2;

  private final Dataset dataset;
  private final int batchSize;
  private final int[] inputSizes;
  private final int[] targetSizes;

  // Object monitors rather than java.util.concurrent: waiting on them allocates nothing.
  private final Object lock = new Object();
  private final Batch[] ring;

  // Guarded by lock. Batch number n of a pass is in ring[n % ring.length].
  private int[] order = new int[0];
  private int batches;
  private int filled;
  private int taken;
  private int released;
  private @Nullable Failure failure;

  /** Counts calls of start(), so that the thread can leave a pass that has been given up. */
  private volatile int pass;

  private volatile boolean closed;

  private record Failure(int sample, Throwable cause) {}

  /** As {@link #BatchReader(Dataset, int, int)}, reading {@value #DEFAULT_PREFETCH} ahead. */
  public BatchReader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, DEFAULT_PREFETCH);
  }

  /**
   * Allocates the ring and starts the thread, which reads nothing before {@link #start}.
   *
   * @param dataset what to read
   * @param batchSize samples in a batch; the last of a pass may have fewer
   * @param prefetch batches that are read ahead, at least 1
   * @throws IllegalArgumentException when a number is below 1, or a batch has more values than one
   *     array holds
   */
  public BatchReader(Dataset dataset, int batchSize, int prefetch) {
    if (batchSize < 1 || prefetch < 1) {
      throw new IllegalArgumentException(
          "batch size %d, prefetch %d; expected at least 1 each".formatted(batchSize, prefetch));
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    List<Shape> inputs = dataset.inputShapes();
    List<Shape> targets = dataset.targetShapes();
    this.inputSizes = checkedSizes(inputs, batchSize);
    this.targetSizes = checkedSizes(targets, batchSize);
    this.ring = new Batch[prefetch + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Batch(batchSize, inputs, targets);
    }
    Thread thread = new Thread(this::run, "lamina-batch-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private static int[] checkedSizes(List<Shape> shapes, int batchSize) {
    return shapes.stream().mapToInt(shape -> checkedSize(shape, batchSize)).toArray();
  }

  private static int checkedSize(Shape shape, int batchSize) {
    int size = shape.size();
    if (size > (Integer.MAX_VALUE - 8) / batchSize) {
      throw new IllegalArgumentException(
          "a batch of %d samples of shape %s does not fit one array (2^31-9 values); use a smaller"
                  .formatted(batchSize, shape)
              + " batch size");
    }
    return size;
  }

  /**
   * The order in which an epoch visits {@code size} samples: a Fisher-Yates shuffle with a {@link
   * SplittableRandom} that is seeded from {@code seed} and {@code epoch} alone, so that an epoch
   * can be repeated without those before it.
   *
   * @return each number from 0 to {@code size}-1 once
   */
  public static int[] permutation(int size, long seed, int epoch) {
    // Two draws, as generators of nearby seeds would else run through the same states.
    long epochSeed = new SplittableRandom(epoch).nextLong();
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed ^ epochSeed).nextLong());
    int[] order = identity(size);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }

  /** Begins a pass over all samples in their own order. */
  public void start() {
    start(identity(dataset.size()));
  }

  /**
   * Begins a pass over the samples with the given indices, in that order. A pass that is still
   * going is given up, and the batch last taken from it is no longer valid.
   *
   * @param order indices of samples, such as a {@link #permutation}, or the rest of one to go on
   *     with
   * @throws IndexOutOfBoundsException when an index is not in the data set
   * @throws IllegalStateException when the reader is closed
   */
  public void start(int[] order) {
    int[] copy = order.clone();
    int size = dataset.size();
    for (int index : copy) {
      Objects.checkIndex(index, size);
    }
    synchronized (lock) {
      checkOpen();
      this.order = copy;
      this.batches = (int) ((copy.length + (long) batchSize - 1) / batchSize);
      this.filled = 0;
      this.taken = 0;
      this.released = 0;
      this.failure = null;
      this.pass++;
      lock.notifyAll();
    }
  }

  /**
   * Waits for the next batch of the pass, and gives back the one before.
   *
   * @return the batch, valid until the following call of this method, {@link #release} or {@link
   *     #start}; null when the pass is over
   * @throws IOException when a sample could not be read; the message names the sample. Batches
   *     before it come first, and calling again throws again
   * @throws IllegalStateException when the reader is closed, no pass was started, or the data set
   *     threw an unchecked exception, which is the cause
   */
  public @Nullable Batch next() throws IOException {
    synchronized (lock) {
      if (pass == 0) {
        throw new IllegalStateException("no pass was started; call start() before next()");
      }
      release();
      while (!closed && taken == filled && taken < batches && failure == null) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for a batch");
        }
      }
      checkOpen();
      if (taken < filled) {
        return ring[taken++ % ring.length];
      }
      if (failure != null) {
        throw reported(failure);
      }
      return null;
    }
  }

  /** Gives the last batch back before the next one is wanted, so that the thread can go on. */
  public void release() {
    synchronized (lock) {
      if (released < taken) {
        released = taken;
        lock.notifyAll();
      }
    }
  }

  /**
   * Ends reading. Returns at once: the thread ends by itself after the sample that it is reading. A
   * call of {@link #next} that waits in another thread fails.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the batch reader of " + dataset.source() + " is closed");
    }
  }

  private IOException reported(Failure failure) {
    Throwable cause = failure.cause();
    String message = "sample %d of %s: ".formatted(failure.sample(), dataset.source());
    if (cause instanceof DataException) {
      return new DataException(message + cause.getMessage(), cause);
    }
    if (cause instanceof IOException) {
      return new IOException(message + cause.getMessage(), cause);
    }
    throw new IllegalStateException(message + cause, cause);
  }

  private void run() {
    while (true) {
      Batch batch;
      int from;
      int current;
      int[] indices;
      synchronized (lock) {
        while (!closed
            && (failure != null || filled == batches || filled - released == ring.length)) {
          try {
            lock.wait();
          } catch (InterruptedException e) {
            // Nobody is meant to interrupt this thread; close() is how it ends.
            closed = true;
          }
        }
        if (closed) {
          lock.notifyAll();
          return;
        }
        batch = ring[filled % ring.length];
        from = filled * batchSize;
        current = pass;
        indices = order;
      }
      Failure failed = fill(batch, indices, from, current);
      synchronized (lock) {
        if (current == pass) {
          failure = failed;
          filled += failed == null ? 1 : 0;
          lock.notifyAll();
        }
      }
    }
  }

  /** Reads a batch, or as much of it as is wanted still. */
  private @Nullable Failure fill(Batch batch, int[] indices, int from, int current) {
    int count = Math.min(batchSize, indices.length - from);
    batch.setCount(count);
    for (int i = 0; i < count && !closed && current == pass; i++) {
      int index = indices[from + i];
      try {
        batch.indices()[i] = index;
        for (int k = 0; k < inputSizes.length; k++) {
          dataset.readInput(k, index, batch.inputs(k), i * inputSizes[k]);
        }
        for (int k = 0; k < targetSizes.length; k++) {
          dataset.readTarget(k, index, batch.targets(k), i * targetSizes[k]);
        }
        batch.weights()[i] = dataset.readWeight(index);
      } catch (Throwable e) {
        return new Failure(index, e);
      }
    }
    return null;
  }

  /** For people: what is read. */
  @Override
  public String toString() {
    return "batches of %d from %s".formatted(batchSize, dataset);
  }
}
