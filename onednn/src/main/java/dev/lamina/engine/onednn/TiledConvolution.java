package dev.lamina.engine.onednn;

import java.util.Optional;

/**
 * A convolution, or a gradient of one, divided for {@link Winograd}: into tiles of rows, and into
 * chunks of images. Knows how everything lies in memory, and has the products of a chunk.
 *
 * @param tiles of an image
 * @param tail the products of the last chunk, which may have fewer images
 */
record TiledConvolution(
    ConvolutionPass pass,
    OpenMpTeam team,
    Convolution whole,
    Descriptor input,
    Descriptor filter,
    Descriptor output,
    ImageRows inputRows,
    ImageRows outputRows,
    int tiles,
    Shares shares,
    RowConvolutions chunk,
    RowConvolutions tail)
    implements AutoCloseable {
  /** What the points of a chunk may take of a core's cache. */
  private static final long CACHE_BYTES = 768 << 10;

  /**
   * Divides a convolution.
   *
   * @param rows how many of the tiled image there are
   * @return empty where oneDNN's layouts do not go with it
   */
  static Optional<TiledConvolution> create(
      OpenMpTeam team, ConvolutionPass pass, Convolution whole, int rows) {
    try (Primitive described = pass.describe(whole)) {
      Descriptor input = pass.input(described);
      Descriptor filter = pass.filter(described);
      Descriptor output = pass.output(described);
      Optional<ImageRows> inputRows = ImageRows.of(input);
      Optional<ImageRows> outputRows = ImageRows.of(output);
      if (inputRows.isEmpty() || outputRows.isEmpty() || !FilterRows.fit(filter)) {
        return Optional.empty();
      }
      PointOrder order = PointOrder.of(pass);
      int tiles = Winograd.tiles(rows);
      int pointRows = Winograd.POINTS * tiles;
      long imageBytes = inputRows.get().bytes(1, pointRows) + outputRows.get().bytes(1, pointRows);
      Shares shares =
          Shares.of(
              whole.inputType().shape().dim(0), team.size(), Math.max(1, CACHE_BYTES / imageBytes));
      RowConvolutions chunk =
          RowConvolutions.create(team, pass, whole, shares.chunk(), order, tiles);
      RowConvolutions tail =
          shares.tail() == shares.chunk()
              ? chunk
              : RowConvolutions.create(team, pass, whole, shares.tail(), order, tiles);
      TiledConvolution tiled =
          new TiledConvolution(
              pass,
              team,
              whole,
              input,
              filter,
              output,
              inputRows.get(),
              outputRows.get(),
              tiles,
              shares,
              chunk,
              tail);
      if (tiled.suits()) {
        return Optional.of(tiled);
      }
      tiled.close();
      return Optional.empty();
    }
  }

  private boolean suits() {
    return chunk.suit(inputRows, filter, outputRows) && tail.suit(inputRows, filter, outputRows);
  }

  PointOrder order() {
    return PointOrder.of(pass);
  }

  FilterRows filterRows() {
    return FilterRows.of(filter);
  }

  /** Bytes of all points of a chunk of inputs. */
  long inputPointBytes() {
    return inputRows.bytes(shares.chunk(), Winograd.POINTS * tiles);
  }

  /** Bytes of all points of a chunk of outputs. */
  long outputPointBytes() {
    return outputRows.bytes(shares.chunk(), Winograd.POINTS * tiles);
  }

  long scratchBytes() {
    return Math.max(chunk.scratchBytes(), tail.scratchBytes());
  }

  String description() {
    return pass.title() + " winograd " + chunk.plain().implementation();
  }

  @Override
  public void close() {
    chunk.close();
    tail.close();
  }
}
