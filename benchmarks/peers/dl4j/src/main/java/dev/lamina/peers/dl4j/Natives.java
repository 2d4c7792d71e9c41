package dev.lamina.peers.dl4j;

import dev.lamina.benchmarks.protocol.MissingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The build of ND4J's native library that this program was packaged with.
 *
 * @param extension how JavaCPP names it, after the platform
 */
record Natives(String extension) {
  static final String VERSION = "1.0.0-M2.1";

  private static final String AVX512 = "-onednn-avx512";
  private static final String FOLDER = "/org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64";
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  static Optional<Natives> onClassPath() {
    return List.of(AVX512, "-onednn-avx2").stream()
        .filter(name -> Natives.class.getResource(FOLDER + name + "/libnd4jcpu.so") != null)
        .map(Natives::new)
        .findFirst();
  }

  /** The library itself would end the process. */
  void check() throws MissingException {
    if (extension.equals(AVX512) && !hasAvx512()) {
      throw new MissingException("AVX-512 (build with -Dnd4j.extension=-onednn-avx2 instead)");
    }
  }

  private static boolean hasAvx512() {
    try {
      return Files.readString(CPUS).contains(" avx512f");
    } catch (IOException e) {
      return false;
    }
  }
}
