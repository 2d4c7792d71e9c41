package dev.lamina.engine.onednn.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.engine.onednn.natives.HugePages;
import dev.lamina.engine.onednn.natives.NativeLibrary;
import dev.lamina.ir.TensorType;
import dev.lamina.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final Path SMAPS = Path.of("/proc/self/smaps");
  private static final Path TRANSPARENT_HUGE_PAGES =
      Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @Test
  void everySliceIsAligned() {
    for (long bytes : new long[] {1, 64, 1000, 3 << 20}) {
      try (NativeMemory memory = new NativeMemory(bytes)) {
        assertThat(memory.bytes()).isEqualTo(bytes);
        assertThat(memory.scratch(0, bytes).pointer().address() % Engine.ALIGNMENT).isZero();
      }
    }
  }

  @Test
  void aTensorDoesNotReachBeyondTheMemory() {
    OneDnnLayout layout = OneDnnLayout.plain(TensorType.of(17));
    try (NativeMemory memory = new NativeMemory(128)) {
      memory.slice(0, layout);
      assertThatThrownBy(() -> memory.slice(64, layout))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "f32[17] plain (68 bytes) at offset 64 does not fit 128 bytes at multiples of 64");
      assertThatThrownBy(() -> memory.slice(4, layout))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void freedMemoryGivesNoMoreSlices() {
    NativeMemory memory = new NativeMemory(128);
    memory.close();
    memory.close();

    assertThatThrownBy(() -> memory.scratch(0, 64))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this memory has been freed");
  }

  @Test
  void moreThanThereIsIsRefused() {
    assertThatThrownBy(() -> new NativeMemory(1L << 60))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "could not allocate 1,152,921,504,606,846,976 bytes of native memory; use a smaller"
                + " batch or free memory");
  }

  @Test
  void theHostReadsAndWritesPlainTensorsOfTheRightType() {
    OneDnnLayout blocked =
        OneDnnLayout.of(
            TensorType.of(1, 2, 2, 32),
            Axes.activation(4),
            Descriptor.channelBlocks(DataTypes.F32, 16, 1, 32, 2, 2));
    try (NativeMemory memory = new NativeMemory(512)) {
      assertThatThrownBy(() -> memory.slice(0, blocked).read(new float[128], 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("only a plain FLOAT32 buffer can be read, received f32[1x2x2x32] aBcd16b");
      assertThatThrownBy(
              () ->
                  memory
                      .slice(0, OneDnnLayout.plain(TensorType.of(4)))
                      .write(new int[] {1, 2, 3, 4}, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("only a plain INT32 buffer can be written from ints, received f32[4] plain");
    }
  }

  @Test
  void largeMemoryAsksForHugePages() throws IOException {
    Requires.thatHere(
        Files.isReadable(SMAPS) && Files.isReadable(TRANSPARENT_HUGE_PAGES),
        "this system does not tell of huge pages");
    Requires.thatHere(
        !Files.readString(TRANSPARENT_HUGE_PAGES).contains("[never]"),
        "this system never gives huge pages");
    try (NativeMemory memory = new NativeMemory(8 << 20)) {
      long address = memory.scratch(0, 64).pointer().address();
      assertThat(address % HugePages.SIZE).isZero();
      assertThat(flags(address)).contains("hg");
    }
  }

  /** The kernel's flags of the mapping that holds an address. */
  private static List<String> flags(long address) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(SMAPS)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] range = line.split("[- ]", 3);
        inside =
            Long.parseUnsignedLong(range[0], 16) <= address
                && address < Long.parseUnsignedLong(range[1], 16);
      } else if (inside && line.startsWith("VmFlags:")) {
        return List.of(line.substring("VmFlags:".length()).strip().split(" "));
      }
    }
    return List.of();
  }
}
