package dev.lamina.engine;

import java.util.BitSet;
import java.util.List;

/**
 * A question to an engine: how would you run these ops together? Each, from the second on, reads
 * something that one before it gave; what only they read need never be stored as a whole.
 *
 * @param requests the ops, in the order in which they are to be computed. Layouts of operands that
 *     come from within the group are not known
 * @param sources of each op, where each operand comes from
 * @param stored of each op, which outputs are read from outside
 */
public record KernelGroup(
    List<KernelRequest> requests, List<List<Source>> sources, List<BitSet> stored) {

  /**
   * Where an operand comes from: an output of an earlier op of the group, or {@link #OUTSIDE}.
   *
   * @param request index of that op
   * @param output index of its output
   */
  public record Source(int request, int output) {
    public static final Source OUTSIDE = new Source(-1, -1);

    public boolean isOutside() {
      return equals(OUTSIDE);
    }
  }

  public KernelGroup {
    requests = List.copyOf(requests);
    sources = sources.stream().map(List::copyOf).toList();
    stored = stored.stream().map(bits -> (BitSet) bits.clone()).toList();
  }

  /** Whether an output is read from outside. */
  public boolean isStored(int request, int output) {
    return stored.get(request).get(output);
  }
}
