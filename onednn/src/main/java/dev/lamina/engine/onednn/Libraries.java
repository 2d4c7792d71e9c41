package dev.lamina.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import dev.lamina.engine.onednn.natives.InstructionSet;
import dev.lamina.engine.onednn.natives.NativeFunction;
import dev.lamina.engine.onednn.natives.Waiting;
import dev.lamina.engine.onednn.primitives.Avoidance;
import dev.lamina.engine.onednn.primitives.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The native libraries that the engine runs on, for bug reports. */
final class Libraries {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private Libraries() {}

  /** Versions and settings by title. */
  static Map<String, String> describe(int threads) {
    dnnl_version_t version = dnnl_version();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "oneDNN",
        "%d.%d.%d, computes with %s"
            .formatted(version.major(), version.minor(), version.patch(), InstructionSet.name()));
    facts.put("JavaCPP", javaCpp() + ", " + Loader.getPlatform());
    facts.put("OpenMP", openMp());
    facts.put("waiting", Waiting.describe(System.getenv()));
    facts.put(
        "threads",
        "%d; %d physical cores, %d logical processors in the machine"
            .formatted(threads, Loader.totalCores(), Loader.totalProcessors()));
    facts.put(
        "memory",
        "%,d MiB given out since the start, %,d MiB resident in this process"
            .formatted(NativeMemory.everAllocatedBytes() >> 20, Pointer.physicalBytes() >> 20));
    Avoidance avoidance = Avoidance.bySetting();
    facts.put("avoided", avoidance.isEmpty() ? "nothing" : avoidance.toString());
    return facts;
  }

  private static String javaCpp() {
    try {
      return Loader.getVersion();
    } catch (IOException e) {
      return "of unknown version";
    }
  }

  /** The runtime that is loaded; two of them in one process are trouble. */
  private static String openMp() {
    if (Files.isReadable(MAPS)) {
      try (Stream<String> lines = Files.lines(MAPS)) {
        String loaded =
            lines
                .filter(line -> line.contains("/"))
                .map(line -> line.substring(line.lastIndexOf('/') + 1))
                .filter(name -> name.matches("lib(gomp|iomp|omp)[.\\d-].*"))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!loaded.isEmpty()) {
          return loaded;
        }
      } catch (IOException | RuntimeException e) {
        // Then what its functions tell.
      }
    }
    return NativeFunction.find("GOMP_parallel").isPresent() ? "GNU" : "not GNU's";
  }
}
