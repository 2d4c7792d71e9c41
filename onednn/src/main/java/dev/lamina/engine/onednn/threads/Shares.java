package dev.lamina.engine.onednn.threads;

/**
 * How the images of a batch are divided: into chunks that fit a core's cache, and these among the
 * members of a team, as evenly as it goes.
 *
 * @param images all of them
 * @param chunk images of a chunk; the last may have fewer
 */
public record Shares(int images, int chunk, int members) {
  /** As few chunks of at most {@code most} images as give every member the same number. */
  public static Shares of(int images, int members, long most) {
    int each = (images + members - 1) / members;
    long chunks = (each + most - 1) / most;
    return new Shares(images, (int) ((each + chunks - 1) / chunks), members);
  }

  /**
   * Whether there is nothing for a member to do: where the members are many, and the images few.
   */
  public boolean isIdle(int member) {
    return first(member) == first(member + 1);
  }

  /** The number of chunks; the last may be smaller. */
  public int chunks() {
    return (images + chunk - 1) / chunk;
  }

  /** Images of the last chunk. */
  public int tail() {
    return images - (chunks() - 1) * chunk;
  }

  /** Whether this is the last chunk, which may have fewer images. */
  public boolean isTail(int chunkIndex) {
    return chunkIndex == chunks() - 1;
  }

  /** The number of images in a chunk. */
  public int imagesOf(int chunkIndex) {
    return isTail(chunkIndex) ? tail() : chunk;
  }

  /** The first image of a chunk. */
  public int firstImage(int chunkIndex) {
    return chunkIndex * chunk;
  }

  /** A member's first chunk; the next member's first one ends its share. */
  public int first(int member) {
    return partOf(chunks(), member, members);
  }

  /** Where part {@code index} of {@code parts} equal parts of a whole begins. */
  public static int partOf(int whole, int index, int parts) {
    return (int) ((long) whole * index / parts);
  }
}
