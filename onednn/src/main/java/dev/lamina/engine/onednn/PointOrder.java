package dev.lamina.engine.onednn;

/**
 * How the rows of one of {@link Winograd}'s points lie: each plane of an image has one in each
 * tile.
 */
enum PointOrder {
  /**
   * {@code [tile][image][plane]}: many images of one row. All tiles of a plane can be made at once.
   */
  TILES_OUTSIDE,

  /** {@code [image][plane][tile]}: images with a row for each tile. */
  TILES_INSIDE;

  /** The order in which oneDNN's code for a pass is the faster, or no slower. */
  static PointOrder of(ConvolutionPass pass) {
    return pass == ConvolutionPass.FILTER_GRAD ? TILES_INSIDE : TILES_OUTSIDE;
  }
}
