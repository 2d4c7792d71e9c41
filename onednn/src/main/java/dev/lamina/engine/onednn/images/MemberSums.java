package dev.lamina.engine.onednn.images;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.engine.onednn.primitives.NativeMatrix;
import dev.lamina.engine.onednn.primitives.RowProduct;
import dev.lamina.engine.onednn.primitives.ScratchPlan;
import dev.lamina.engine.onednn.threads.Shares;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;

/**
 * A sum over images of which each member of a team has a part. The parts are added in the order of
 * members, and each member does its own share of the chunks in their order: the same numbers in
 * every run with as many threads.
 */
public final class MemberSums implements AutoCloseable {
  private final Shares shares;
  private final long bytes;
  private final NativeMatrix one = new NativeMatrix(new double[][] {{1}});
  private final NativeMatrix ones;
  private ScratchPlan.Part[] parts = new ScratchPlan.Part[0];

  /**
   * @param bytes of the sum
   */
  public MemberSums(Shares shares, long bytes) {
    this.shares = shares;
    this.bytes = bytes;
    double[] each = new double[shares.members()];
    Arrays.fill(each, 1);
    ones = new NativeMatrix(new double[][] {each});
  }

  /** Plans the memory of all members' parts. */
  public void addScratch(ScratchPlan lasting) {
    parts = lasting.addForEach(shares.members(), bytes);
  }

  /** The sums in this memory, which go to the address {@code target} in the end. */
  public Bound bind(Buffer lasting, long target) {
    return new Bound(Images.own(parts, lasting), target);
  }

  /** Bound to memory. */
  public final class Bound {
    private final Images sums;
    private final long target;
    private final long floats = bytes / Float.BYTES;
    private final RowProduct[] products = new RowProduct[shares.members()];

    private Bound(Images sums, long target) {
      this.sums = sums;
      this.target = target;
      Arrays.setAll(products, member -> new RowProduct());
    }

    /** A member with nothing to do has a sum all the same. */
    public void prepare(int member) {
      if (shares.isIdle(member)) {
        Pointer.memset(new Address(sums.at(member, 0)), 0, bytes);
      }
    }

    /** Where a member's part is. */
    public long of(int member) {
      return sums.at(member, 0);
    }

    /** Whether a member's part holds earlier chunks, to which this one is added. */
    public boolean isBegun(int member, int chunk) {
      return chunk > shares.first(member);
    }

    /** Adds what is at this address to a member's part. */
    public void add(int member, int chunk, long term) {
      if (floats > 0) {
        boolean begun = isBegun(member, chunk);
        products[member].run(one, term, floats, of(member), floats, floats, begun);
      }
    }

    /** Adds the parts up, in the order of the members. */
    public void finish() {
      if (floats > 0) {
        long stride =
            shares.members() == 1 ? floats : (sums.at(1, 0) - sums.at(0, 0)) / Float.BYTES;
        products[0].run(ones, sums.at(0, 0), stride, target, floats, floats, false);
      }
    }
  }

  @Override
  public void close() {
    one.close();
    ones.close();
  }
}
