package dev.lamina.engine.onednn.images;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import java.util.Arrays;

/** Where each member of a team finds a tensor. */
public final class Images {
  private final long[] addresses;
  private final long imageBytes;

  private Images(long[] addresses, long imageBytes) {
    this.addresses = addresses;
    this.imageBytes = imageBytes;
  }

  /**
   * A whole batch, for all members.
   *
   * @param imageBytes bytes from image to image, or 0 for something that has no images
   */
  static Images in(Buffer buffer, int members, long imageBytes) {
    long[] addresses = new long[members];
    Arrays.fill(addresses, ((NativeBuffer) buffer).address());
    return new Images(addresses, imageBytes);
  }

  /** What each member has of its own, always at the same place. */
  static Images own(long[] addresses) {
    return new Images(addresses.clone(), 0);
  }

  /** As {@link #own(long[])}. */
  static Images own(ScratchPlan.Part[] parts, Buffer memory) {
    return own(Arrays.stream(parts).mapToLong(part -> part.in(memory).address()).toArray());
  }

  /** Bytes from image to image; 0 if this stays where it is from chunk to chunk. */
  public long imageBytes() {
    return imageBytes;
  }

  /** Where a member finds this image of the batch, or what stays where it is. */
  public long at(int member, long image) {
    return addresses[member] + image * imageBytes;
  }
}
