package dev.lamina.engine.onednn.natives;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Pages of 2 MiB in place of 4 KiB. A training step walks through tens of megabytes; with small
 * pages the processor spends a quarter of the time looking addresses up.
 */
public final class HugePages {
  /** The bytes of a huge page. */
  public static final long SIZE = 2L << 20;

  /** From here on the unused rest of the last page is a fair price. */
  private static final long WORTHWHILE = SIZE / 2;

  /** Linux's MADV_HUGEPAGE. */
  private static final int ADVICE = 14;

  private static final Optional<NativeFunction> ADVISE =
      Loader.getPlatform().startsWith("linux-") ? NativeFunction.find("madvise") : Optional.empty();

  private HugePages() {}

  /** Whether a block of so many bytes gains by huge pages. */
  public static boolean areWorthwhile(long bytes) {
    return ADVISE.isPresent() && bytes >= WORTHWHILE;
  }

  /** Asks for huge pages, at addresses that have not been touched yet; the system may refuse. */
  public static void request(long address, long bytes) {
    ADVISE.ifPresent(advise -> advise.call(address, bytes, ADVICE));
  }
}
