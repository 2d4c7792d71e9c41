package dev.lamina.engine.onednn.primitives;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;

/** Where the parts of a kernel's scratch memory are. */
public final class ScratchPlan {
  /** Part of the scratch memory. */
  public record Part(long offset, long bytes) {
    /** This part of the memory that a kernel was bound to. */
    public NativeBuffer in(Buffer scratch) {
      return ((NativeBuffer) scratch).part(offset, OneDnnLayout.raw(bytes));
    }
  }

  /** What nothing has been planned for. */
  public static final Part NONE = new Part(0, 0);

  private long total;

  /** Plans a part of so many bytes. */
  public Part add(long bytes) {
    Part part = new Part(total, bytes);
    total += (bytes + Engine.ALIGNMENT - 1) / Engine.ALIGNMENT * Engine.ALIGNMENT;
    return part;
  }

  /** As many equal parts, one for each member of a team. */
  public Part[] addForEach(int members, long bytes) {
    Part[] parts = new Part[members];
    for (int member = 0; member < members; member++) {
      parts[member] = add(bytes);
    }
    return parts;
  }

  /** The bytes of all parts. */
  public long total() {
    return total;
  }
}
