package dev.lamina.benchmarks.bench;

import org.jspecify.annotations.Nullable;

/**
 * The machine's limits, the best seen in the whole run.
 *
 * @param f32Flops floating point operations per second of large matrix products
 * @param bf16Flops the same in bfloat16; null where oneDNN has none
 * @param memoryBytesPerSecond read and written
 */
public record Limits(
    @Nullable Double f32Flops, @Nullable Double bf16Flops, @Nullable Double memoryBytesPerSecond) {
  static final Limits UNKNOWN = new Limits(null, null, null);

  Limits best(Limits other) {
    return new Limits(
        best(f32Flops, other.f32Flops),
        best(bf16Flops, other.bf16Flops),
        best(memoryBytesPerSecond, other.memoryBytesPerSecond));
  }

  private static @Nullable Double best(@Nullable Double a, @Nullable Double b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.max(a, b);
  }

  /** The share of the arithmetic limit at which so many operations ran; null where not known. */
  @Nullable Double share(double flops, Figure figure, boolean isBfloat16) {
    Double limit = isBfloat16 ? bf16Flops : f32Flops;
    return limit == null ? null : flops / (figure.medianMs() / 1e3) / limit;
  }
}
