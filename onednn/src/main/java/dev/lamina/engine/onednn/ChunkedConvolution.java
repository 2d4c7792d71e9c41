package dev.lamina.engine.onednn;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link ChunkConvolution} on all threads, with max pooling behind it if asked for: then a
 * chunk of the convolution's results never leaves the core's cache.
 */
final class ChunkedConvolution implements Kernel {
  private final OpenMpTeam team;
  private final ChunkConvolution convolution;
  private final @Nullable ChunkPooling pooling;
  private final Shares shares;
  private final ScratchPlan scratch = new ScratchPlan();
  private final ScratchPlan.Part[] results;

  ChunkedConvolution(
      OpenMpTeam team, ChunkConvolution convolution, @Nullable ChunkPooling pooling) {
    this.team = team;
    this.convolution = convolution;
    this.pooling = pooling;
    shares = convolution.shares();
    convolution.addScratch(scratch);
    if (pooling == null) {
      results = new ScratchPlan.Part[0];
    } else {
      results = scratch.addForEach(team.size(), shares.chunk() * imageBytes());
      pooling.addScratch(scratch, team.size());
    }
  }

  /** Bytes of one image of the convolution's result. */
  private long imageBytes() {
    return convolution.output().bytes() / shares.images();
  }

  @Override
  public List<Layout> inputs() {
    return convolution.inputs();
  }

  @Override
  public List<Layout> outputs() {
    return pooling == null ? List.of(convolution.output()) : pooling.outputs();
  }

  @Override
  public long scratchBytes() {
    return scratch.total();
  }

  @Override
  public String description() {
    return pooling == null
        ? convolution.description()
        : convolution.description() + " > " + pooling.description();
  }

  @Override
  public Step bind(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer memory) {
    return new Bound(boundInputs, boundOutputs, memory);
  }

  private final class Bound implements Step {
    private final ChunkConvolution.Bound chunks;
    private final ChunkPooling.Bound[] poolings;
    private final AtomicIntegerArray next = new AtomicIntegerArray(team.size());
    private final OpenMpTeam.Work prepare;
    private final OpenMpTeam.Work convolve = this::convolve;

    Bound(List<Buffer> boundInputs, List<Buffer> boundOutputs, Buffer memory) {
      long[] targets = new long[team.size()];
      if (pooling == null) {
        Arrays.fill(targets, ((NativeBuffer) boundOutputs.get(0)).address());
      } else {
        Arrays.setAll(targets, member -> results[member].in(memory).address());
      }
      chunks = convolution.bind(boundInputs, memory, targets, pooling == null ? imageBytes() : 0);
      poolings =
          pooling == null ? new ChunkPooling.Bound[0] : pooling.bind(targets, boundOutputs, memory);
      prepare = chunks::prepare;
    }

    @Override
    public void run() {
      team.run(prepare);
      for (int member = 0; member < team.size(); member++) {
        next.set(member, shares.first(member));
      }
      team.run(convolve);
    }

    /** A member does its own share, then what others have left of theirs: no bit depends on who. */
    private void convolve(int member) {
      for (int i = 0; i < team.size(); i++) {
        int owner = (member + i) % team.size();
        int end = shares.first(owner + 1);
        for (int chunk = next.getAndIncrement(owner);
            chunk < end;
            chunk = next.getAndIncrement(owner)) {
          chunks.run(member, chunk);
          if (poolings.length > 0) {
            poolings[member].run(chunk);
          }
        }
      }
    }

    @Override
    public void close() {
      chunks.close();
      for (ChunkPooling.Bound bound : poolings) {
        bound.close();
      }
    }
  }

  @Override
  public void close() {
    convolution.close();
    if (pooling != null) {
      pooling.close();
    }
  }
}
