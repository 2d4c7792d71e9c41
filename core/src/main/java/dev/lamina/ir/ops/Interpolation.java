package dev.lamina.ir.ops;

/** How {@link Resampling} fills in the pixels between those of the image. */
public enum Interpolation {
  /** Each pixel is repeated. */
  NEAREST,
  /**
   * The two nearest pixels along each axis, weighed by how near they are. A pixel lies at the
   * center of its square; beyond the outermost centers the outermost pixels go on.
   */
  BILINEAR
}
