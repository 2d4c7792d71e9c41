package dev.lamina.datasets.images;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The canvas of a GIF file, of which the first frame may cover a part only.
 *
 * @param left where the frame begins
 * @param top where the frame begins
 */
record GifScreen(int height, int width, int left, int top) {

  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  /** Reads up to the first frame; empty where the file ends before it. */
  static Optional<GifScreen> of(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 13) {
      return Optional.empty();
    }
    int flags = content[10];
    int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7)));
    while (at + 1 < content.length && content[at] == EXTENSION) {
      at = afterBlocks(content, at + 2);
    }
    if (at + 9 > content.length || content[at] != FRAME) {
      return Optional.empty();
    }
    int left = buffer.getChar(at + 1);
    int top = buffer.getChar(at + 3);
    // A frame that sticks out enlarges the canvas.
    int width = Math.max(buffer.getChar(6), left + buffer.getChar(at + 5));
    int height = Math.max(buffer.getChar(8), top + buffer.getChar(at + 7));
    return Optional.of(new GifScreen(height, width, left, top));
  }

  private static int afterBlocks(byte[] content, int from) {
    int at = from;
    while (at < content.length && content[at] != 0) {
      at += 1 + (content[at] & 0xff);
    }
    return at + 1;
  }
}
