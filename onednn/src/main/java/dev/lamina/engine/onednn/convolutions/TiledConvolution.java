package dev.lamina.engine.onednn.convolutions;

import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.Optional;

/**
 * A convolution, or a gradient of one, divided for {@link Winograd}: into tiles of rows, and into
 * chunks of images. Knows how everything lies in memory, and has the products of a chunk.
 *
 * @param outputs how many rows the tiles of an image make
 * @param tail the products of the last chunk, which may have fewer images
 */
record TiledConvolution(
    ConvolutionPass pass,
    OpenMpTeam team,
    ConvolutionShapes whole,
    ImageRows inputRows,
    FilterRows filterRows,
    ImageRows outputRows,
    int outputs,
    Shares shares,
    RowConvolutions chunk,
    RowConvolutions tail)
    implements AutoCloseable {
  /** What the points of a chunk may take of a core's cache. */
  private static final long CACHE_BYTES = 768 << 10;

  /**
   * How many images' points fit a core's cache.
   *
   * @param outputs how many rows the tiles of an image make
   */
  static long imagesInCache(ConvolutionShapes whole, int outputs) {
    int rows = Winograd.POINTS * Winograd.tiles(outputs);
    long imageBytes =
        ImageRows.channelsLast(whole.inputType().shape()).bytes(1, rows)
            + ImageRows.channelsLast(whole.outputType().shape()).bytes(1, rows);
    return Math.max(1, CACHE_BYTES / imageBytes);
  }

  /**
   * Divides a convolution of images that lie channels last.
   *
   * @param outputs how many rows the tiles of an image make
   * @return empty where oneDNN's code does not go with it
   */
  static Optional<TiledConvolution> create(
      OpenMpTeam team, Shares shares, ConvolutionPass pass, ConvolutionShapes whole, int outputs) {
    ImageRows inputRows = ImageRows.channelsLast(whole.inputType().shape());
    ImageRows outputRows = ImageRows.channelsLast(whole.outputType().shape());
    RowConvolutions chunk = RowConvolutions.create(team, pass, whole, shares.chunk(), outputs);
    RowConvolutions tail =
        shares.tail() == shares.chunk()
            ? chunk
            : RowConvolutions.create(team, pass, whole, shares.tail(), outputs);
    Descriptor filterRow = pass.filter(chunk.plain());
    Optional<FilterRows> filterRows = FilterRows.of(filterRow, Winograd.TAPS);
    if (filterRows.isPresent()
        && chunk.suit(inputRows, filterRow, outputRows)
        && tail.suit(inputRows, filterRow, outputRows)) {
      return Optional.of(
          new TiledConvolution(
              pass,
              team,
              whole,
              inputRows,
              filterRows.get(),
              outputRows,
              outputs,
              shares,
              chunk,
              tail));
    }
    chunk.close();
    tail.close();
    return Optional.empty();
  }

  int tiles() {
    return Winograd.tiles(outputs);
  }

  /** The convolution's input, or the gradient of it. */
  OneDnnLayout input() {
    return OneDnnLayout.plain(whole.inputType());
  }

  /** The filter, or the gradient of it. */
  OneDnnLayout filter() {
    return whole.filter(filterRows.whole());
  }

  /** The convolution's output, or the gradient of it. */
  OneDnnLayout output() {
    return OneDnnLayout.plain(whole.outputType());
  }

  /** Bytes of all points of a chunk of inputs. */
  long inputPointBytes() {
    return inputRows.bytes(shares.chunk(), Winograd.POINTS * tiles());
  }

  /** Bytes of all points of a chunk of outputs. */
  long outputPointBytes() {
    return outputRows.bytes(shares.chunk(), Winograd.POINTS * tiles());
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
