package dev.lamina.benchmarks.busy;

import dev.lamina.benchmarks.protocol.LineServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The process that keeps one core busy: it computes in registers, without pause. Its first line
 * comes once it has really computed for a while; it answers {@code blocks}, and ends with {@code
 * quit} or with its input, so that it never outlives whoever started it.
 */
public final class BusyProcess {
  /** Dependent multiplications: some 50 ms of one core. */
  private static final int BLOCK = 40_000_000;

  private final CountDownLatch hasComputed = new CountDownLatch(1);
  private volatile long blocks;
  private volatile long state = 1;

  private BusyProcess() {}

  /** The process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    LineServer server = new LineServer();
    BusyProcess process = new BusyProcess();
    Thread thread = new Thread(process::compute, "busy");
    thread.setDaemon(true);
    thread.start();
    process.hasComputed.await();
    server.say(Map.of("peer", "busy"));
    server.serve(process::answer);
    Runtime.getRuntime().halt(0);
  }

  private void compute() {
    for (long done = 1; true; done++) {
      state = block(state);
      blocks = done;
      hasComputed.countDown();
    }
  }

  /** A linear congruential generator, each of whose steps needs the one before. */
  private static long block(long start) {
    long x = start;
    for (int i = 0; i < BLOCK; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }

  private Map<String, Object> answer(List<String> words) {
    if (!words.equals(List.of("blocks"))) {
      throw new IllegalArgumentException("expected 'blocks' or 'quit'");
    }
    return Map.of("blocks", blocks);
  }
}
