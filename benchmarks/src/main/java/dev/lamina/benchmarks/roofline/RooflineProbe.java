package dev.lamina.benchmarks.roofline;

import dev.lamina.benchmarks.protocol.LineServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The process that measures the machine's limits, beside the contestants: answers {@code peak} by
 * the best of a few products in f32 and in bf16 (null where oneDNN has none) and of a few triads.
 * The number of OpenMP's threads is set by its environment.
 */
public final class RooflineProbe {
  private static final int REPETITIONS = 8;

  private final @Nullable MatmulProbe f32;
  private final @Nullable MatmulProbe bf16;
  private final MemoryProbe memory;

  private RooflineProbe(int threads) {
    f32 = probe(MatmulProbe::f32);
    bf16 = probe(MatmulProbe::bf16);
    memory = new MemoryProbe(threads);
  }

  private static @Nullable MatmulProbe probe(Supplier<MatmulProbe> maker) {
    try {
      return maker.get();
    } catch (UnsupportedOperationException e) {
      return null;
    }
  }

  /** The process; its argument is the number of threads. */
  public static void main(String[] arguments) throws IOException {
    LineServer server = new LineServer();
    Loader.load(dnnl.class);
    RooflineProbe probe = new RooflineProbe(Integer.parseInt(arguments[0]));
    server.say(Map.of("peer", "roofline"));
    server.serve(probe::answer);
    System.exit(0);
  }

  private Map<String, @Nullable Object> answer(List<String> words) throws Exception {
    if (!words.equals(List.of("peak"))) {
      throw new IllegalArgumentException("expected 'peak' or 'quit'");
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("f32_flops", best(f32));
    answer.put("bf16_flops", best(bf16));
    double best = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      best = Math.max(best, memory.run());
    }
    answer.put("memory_bytes_per_second", best);
    return answer;
  }

  private static @Nullable Double best(@Nullable MatmulProbe probe) {
    if (probe == null) {
      return null;
    }
    double best = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      best = Math.max(best, probe.run());
    }
    return best;
  }
}
