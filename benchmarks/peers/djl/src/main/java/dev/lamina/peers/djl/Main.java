package dev.lamina.peers.djl;

import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ContestantServer;
import dev.lamina.benchmarks.protocol.Restart;
import java.util.List;

/** The process. Names nothing of DJL, so that it can report that its jars are missing. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    int threads = ContestantOptions.parse(List.of(arguments)).threads();
    Restart restart =
        Restart.pinnedTo(threads)
            .environment("OMP_NUM_THREADS", threads)
            .keepingFreedMemory()
            .jvm("-Dai.djl.pytorch.num_threads=" + threads, "-Dai.djl.offline=true")
            .unpackingBesideJar("DJL_CACHE_DIR", Main.class);
    restart.once(Main.class, arguments);
    ContestantServer.run(arguments, (options, data) -> new DjlPeer(options, data, restart));
  }
}
