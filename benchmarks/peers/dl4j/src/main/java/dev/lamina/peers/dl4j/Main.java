package dev.lamina.peers.dl4j;

import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ContestantServer;
import dev.lamina.benchmarks.protocol.Restart;
import java.util.List;

/** The process. Names nothing of DL4J, so that it can report that its jars are missing. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    int threads = ContestantOptions.parse(List.of(arguments)).threads();
    Restart restart =
        Restart.pinnedTo(threads)
            .environment("OMP_NUM_THREADS", threads)
            .environment("OPENBLAS_NUM_THREADS", threads)
            .keepingFreedMemory()
            .unpackingBesideJar("org.bytedeco.javacpp.cachedir", Main.class);
    Natives.onClassPath()
        .ifPresent(
            natives ->
                restart.jvm("-Dorg.bytedeco.javacpp.platform.extension=" + natives.extension()));
    restart.once(Main.class, arguments);
    ContestantServer.run(arguments, (options, data) -> new Dl4jPeer(options, data, restart));
  }
}
