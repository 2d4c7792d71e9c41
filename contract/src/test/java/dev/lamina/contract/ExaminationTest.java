package dev.lamina.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.Transpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Engine REFERENCE = ReferenceEngine.float32();

  /** The reference engine, but for one op that fails, or is not there. */
  private static final class Failing extends ForwardingEngine {
    private final Class<? extends Op> type;
    private final boolean throwing;
    private final boolean hasBfloat16;

    Failing(Class<? extends Op> type, boolean throwing, boolean hasBfloat16) {
      super(REFERENCE);
      this.type = type;
      this.throwing = throwing;
      this.hasBfloat16 = hasBfloat16;
    }

    @Override
    public Optional<Kernel> kernel(KernelRequest request) {
      if (request.op().getClass() == type) {
        if (throwing) {
          throw new IllegalStateException("out of order");
        }
        return Optional.empty();
      }
      return super.kernel(request);
    }

    @Override
    public Optional<String> whyNot(DType dtype) {
      return hasBfloat16 ? Optional.empty() : Optional.of("no bfloat16 here");
    }

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String description() {
      return "failing on purpose";
    }
  }

  /** A clock that goes on by a second whenever it is read. */
  private static Examination.Result run(Engine engine, int seconds) {
    AtomicLong nanos = new AtomicLong();
    return new Examination(engine, REFERENCE, () -> nanos.addAndGet(1_000_000_000L))
        .run(Duration.ofSeconds(seconds), share -> {});
  }

  @Test
  void theReferenceIsRight() {
    Examination.Result result = run(REFERENCE, 1);
    assertThat(result.isRight()).isTrue();
    assertThat(result.wrong()).isEmpty();
    assertThat(result.types()).containsExactly(DType.FLOAT32, DType.BFLOAT16);
    assertThat(result.kernels().values()).allSatisfy(tally -> assertThat(tally.wrong()).isZero());
  }

  @Test
  void allFamiliesAreMetHoweverShortTheTime() {
    int families =
        (int) List.of(OpFamily.values()).stream().filter(f -> !f.needsBfloat16()).count();
    Examination.Result result = run(new Failing(ChannelSoftmax.class, false, false), 1);
    assertThat(result.cases()).isEqualTo(families);
    assertThat(result.types()).containsExactly(DType.FLOAT32);
  }

  @Test
  void longerTimesBringMoreCases() {
    int few = run(REFERENCE, 1).cases();
    assertThat(run(REFERENCE, 3 * few).cases()).isGreaterThan(2 * few);
  }

  @Test
  void anEngineThatThrowsIsReportedAndTheRestGoesOn() {
    Examination.Result result = run(new Failing(Transpose.class, true, false), 1);
    assertThat(result.isRight()).isFalse();
    assertThat(result.wrongCases()).isEqualTo(result.wrong().size()).isPositive();
    assertThat(result.wrong())
        .allSatisfy(
            verdict ->
                assertThat(verdict.problems())
                    .singleElement()
                    .asString()
                    .startsWith("java.lang.IllegalStateException: out of order"));
    assertThat(result.wrong())
        .map(verdict -> verdict.opCase().family())
        .contains(OpFamily.TRANSPOSE)
        .doesNotContain(OpFamily.CONVOLUTION);
    assertThat(result.cases()).isGreaterThan(20);
  }

  @Test
  void anOpThatIsNotSupportedIsWrong() {
    Examination.Result result = run(new Failing(ChannelSoftmax.class, false, false), 1);
    assertThat(result.wrong())
        .anySatisfy(
            verdict ->
                assertThat(verdict.problems().get(0))
                    .startsWith("the engine \"failing\" does not support ChannelSoftmax"));
  }

  @Test
  void kernelsThatTookPartAreCounted() {
    Examination.Result result = run(REFERENCE, 1);
    assertThat(result.kernels().keySet()).contains("reference Convolution");
    Verdict verdict =
        new Examiner(REFERENCE, REFERENCE).examine(OpCases.of(OpFamily.CONVOLUTION, 0));
    assertThat(verdict.isWrong()).isFalse();
    assertThat(verdict.kernels()).singleElement().asString().startsWith("Convolution[");
  }

  @Test
  void progressGoesFromNothingToAll() {
    List<Double> shares = new ArrayList<>();
    AtomicLong nanos = new AtomicLong();
    new Examination(REFERENCE, REFERENCE, () -> nanos.getAndAdd(1_000_000_000L))
        .run(Duration.ofSeconds(100), shares::add);
    assertThat(shares).isSorted().startsWith(0.01).endsWith(1.0);
  }
}
