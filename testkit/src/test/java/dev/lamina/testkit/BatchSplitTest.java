package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.FamilyCheck;
import dev.lamina.contract.OpFamily;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.engine.reference.Array;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OpRecord;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What ops say of their batch is true: done sample by sample they give the same numbers. */
class BatchSplitTest {
  /**
   * Dropout's mask follows from an element's index in the whole batch; the others have no parts.
   */
  private static final Set<Class<?>> NOT_DIVIDED =
      Set.of(
          AdamUpdate.class,
          BatchNormTraining.class,
          BatchNormGradient.class,
          ElementDropout.class,
          Fill.class,
          MovingAverage.class,
          RmsPropUpdate.class,
          SgdUpdate.class);

  private final ReferenceEngine reference = ReferenceEngine.float32();
  private final Set<Class<?>> divided = new HashSet<>();

  @Test
  void opsGiveTheSameSampleBySample() {
    FamilyCheck check = new FamilyCheck(new FaultyEngine(reference, this::divided), reference);
    for (OpFamily family : OpFamily.values()) {
      assertThat(check.differences(family, 60)).isEmpty();
    }
    Set<Class<?>> all = new HashSet<>(Arrays.asList(OpRecord.class.getPermittedSubclasses()));
    all.removeAll(NOT_DIVIDED);
    assertThat(divided).containsExactlyInAnyOrderElementsOf(all);
  }

  private Optional<Kernel> divided(KernelRequest request, Kernel whole) {
    List<TensorType> types = request.inputs().stream().map(Operand::type).toList();
    return request.op() instanceof ElementDropout
        ? Optional.of(whole)
        : Optional.of(
            request
                .op()
                .batchSplit(types)
                .<Kernel>map(s -> divided(request, whole, s))
                .orElse(whole));
  }

  private Kernel divided(KernelRequest request, Kernel whole, BatchSplit split) {
    List<Operand> operands = new ArrayList<>();
    int samples = 0;
    for (int i = 0; i < request.inputs().size(); i++) {
      TensorType type = request.inputs().get(i).type();
      if (split.isPerSample(i)) {
        samples = type.shape().dim(0);
        type = oneSample(type);
      }
      operands.add(new Operand(type, reference.plain(type)));
    }
    List<TensorType> outputs =
        request.outputs().stream().map(type -> split.isSummed() ? type : oneSample(type)).toList();
    Kernel part =
        reference
            .kernel(new KernelRequest(request.op(), operands, outputs, request.used()))
            .orElseThrow();
    if (samples > 1) {
      divided.add(request.op().getClass());
    }
    return new SampleBySample(request, whole, part, split, samples);
  }

  private static TensorType oneSample(TensorType type) {
    return type.withShape(type.shape().with(0, 1));
  }

  /** Runs a kernel for one sample once for each. */
  private final class SampleBySample implements Kernel {
    private final KernelRequest request;
    private final Kernel whole;
    private final Kernel part;
    private final BatchSplit split;
    private final int samples;

    SampleBySample(
        KernelRequest request, Kernel whole, Kernel part, BatchSplit split, int samples) {
      this.request = request;
      this.whole = whole;
      this.part = part;
      this.split = split;
      this.samples = samples;
    }

    @Override
    public List<Layout> inputs() {
      return whole.inputs();
    }

    @Override
    public List<Layout> outputs() {
      return whole.outputs();
    }

    @Override
    public String description() {
      return "sample by sample";
    }

    @Override
    public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
      return () -> {
        for (int sample = 0; sample < samples; sample++) {
          List<Buffer> operands = arrays(part.inputs());
          List<Buffer> results = arrays(part.outputs());
          for (int i = 0; i < operands.size(); i++) {
            int from = split.isPerSample(i) ? sample * ((Array) operands.get(i)).size() : 0;
            copy((Array) inputs.get(i), from, (Array) operands.get(i));
          }
          part.bind(operands, results, scratch).run();
          for (int i = 0; i < results.size(); i++) {
            if (request.isUsed(i)) {
              collect((Array) results.get(i), sample, (Array) outputs.get(i));
            }
          }
        }
      };
    }

    private List<Buffer> arrays(List<Layout> layouts) {
      return layouts.stream()
          .map(
              layout ->
                  reference.allocate(Math.max(Engine.ALIGNMENT, layout.bytes())).slice(0, layout))
          .toList();
    }

    private static void copy(Array whole, int from, Array part) {
      for (int i = 0; i < part.size(); i++) {
        part.set(i, whole.get(from + i));
      }
    }

    private void collect(Array part, int sample, Array whole) {
      for (int i = 0; i < part.size(); i++) {
        if (!split.isSummed()) {
          whole.set(sample * part.size() + i, part.get(i));
        } else {
          whole.set(i, (sample == 0 ? 0 : whole.get(i)) + part.get(i));
        }
      }
    }
  }
}
