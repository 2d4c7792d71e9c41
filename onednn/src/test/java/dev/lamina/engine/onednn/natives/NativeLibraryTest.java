package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.LaminaException;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  private static final Throwable MISSING =
      new NoClassDefFoundError("first")
          .initCause(new UnsatisfiedLinkError("no jnidnnl in java.library.path"));

  @Test
  void missingNativesAreNamed() {
    LaminaException error = NativeLibrary.explain("linux-x86_64", MISSING);

    assertThat(error)
        .hasCause(MISSING)
        .hasMessageStartingWith(
            "oneDNN does not load on linux-x86_64 (UnsatisfiedLinkError: no jnidnnl in"
                + " java.library.path).")
        .hasMessageContaining("Depend on dev.lamina:lamina,")
        .hasMessageContaining("or on dev.lamina:lamina-linux-x86_64,")
        .hasMessageContaining("In a module require dev.lamina or dev.lamina.linux.x86_64,")
        .hasMessageContaining("javacpp, opencl and dnnl of org.bytedeco, each with")
        .hasMessageContaining("<classifier>linux-x86_64</classifier>")
        .hasMessageContaining("-Dorg.bytedeco.javacpp.cachedir=DIR")
        .hasMessageEndingWith("The engine \"reference\" runs without them");
  }

  @Test
  void platformsWithoutNativesAreToldOfTheOthers() {
    assertThat(NativeLibrary.explain("linux-riscv64", MISSING))
        .hasMessageEndingWith(
            ": it is published for linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64,"
                + " windows-x86_64; choose the engine \"reference\"");
  }
}
