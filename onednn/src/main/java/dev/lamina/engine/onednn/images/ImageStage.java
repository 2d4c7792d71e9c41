package dev.lamina.engine.onednn.images;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import java.util.List;

/** One of the things that an {@link ImagePass} does with each chunk of a batch's images. */
public interface ImageStage extends AutoCloseable {
  /** The operands' layouts, of all images. */
  List<OneDnnLayout> inputs();

  /** The results' layouts, of all images. */
  List<OneDnnLayout> outputs();

  /** Whether it adds up over the images: then its results are there after all chunks. */
  default boolean addsUp() {
    return false;
  }

  String description();

  /**
   * Takes the memory that it needs.
   *
   * @param lasting what it keeps from chunk to chunk
   * @param passing what each member needs while it does a chunk; other stages use it too
   */
  void addScratch(ScratchPlan lasting, ScratchPlan passing);

  Bound bind(List<Images> inputs, List<Images> outputs, Scratch scratch);

  @Override
  void close();

  /** The memory that was taken; each member has its own of the passing kind. */
  record Scratch(Buffer lasting, List<Buffer> passing) {
    public Scratch {
      passing = List.copyOf(passing);
    }

    /** What each member has of its own for a while. */
    public Images passing(ScratchPlan.Part part) {
      return Images.own(passing.stream().mapToLong(memory -> part.in(memory).address()).toArray());
    }
  }

  /** Bound to memory. Members run at the same time, each on one thread. */
  interface Bound extends AutoCloseable {
    /** A member's part of what comes before all chunks. */
    default void prepare(int member) {}

    void run(int member, int chunk);

    /** What comes after all chunks. */
    default void finish() {}

    @Override
    void close();
  }
}
