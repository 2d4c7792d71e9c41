package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.FamilyCheck;
import dev.lamina.contract.OpCases;
import dev.lamina.contract.OpFamily;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.reference.Array;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Op;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.OpRecord;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract finds faults: an engine that is a little wrong somewhere does not pass. */
class EngineContractTest {
  private final ReferenceEngine reference = ReferenceEngine.float32();

  /** The families in which each op is found among the first cases, with the most outputs it has. */
  private static Map<Class<? extends Op>, List<OpFamily>> familiesOfOps() {
    Map<Class<? extends Op>, List<OpFamily>> families = new LinkedHashMap<>();
    for (OpFamily family : OpFamily.values()) {
      if (family == OpFamily.NETWORK || family.isOptional()) {
        continue;
      }
      IntStream.range(0, 20)
          .mapToObj(seed -> OpCases.of(family, seed))
          .flatMap(opCase -> opCase.graph().nodes().stream())
          .<Class<? extends Op>>map(node -> node.op().getClass())
          .distinct()
          .forEach(type -> families.computeIfAbsent(type, key -> new ArrayList<>()).add(family));
    }
    return families;
  }

  @Test
  void everyOpIsInSomeFamily() {
    assertThat(familiesOfOps().keySet())
        .map(Class::getName)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OpRecord.class.getPermittedSubclasses()).map(Class::getName).toList());
  }

  @TestFactory
  Stream<DynamicTest> findsAnErrorInAnyOutputOfAnyOp() {
    return familiesOfOps().entrySet().stream()
        .flatMap(
            entry ->
                IntStream.range(0, mostOutputs(entry.getKey(), entry.getValue()))
                    .mapToObj(
                        output ->
                            DynamicTest.dynamicTest(
                                entry.getKey().getSimpleName() + " output " + output,
                                () -> findsError(entry.getKey(), output, entry.getValue()))));
  }

  /** Workspaces are left out: only their engine knows what an error in one would be. */
  private static int mostOutputs(Class<? extends Op> type, List<OpFamily> families) {
    int most = 0;
    for (OpFamily family : families) {
      for (int seed = 0; seed < 20; seed++) {
        for (Node node : OpCases.of(family, seed).graph().nodes()) {
          if (node.op().getClass() == type) {
            List<Value> outputs = node.outputs();
            int count =
                (int) outputs.stream().filter(v -> v.type().dtype() != DType.WORKSPACE).count();
            most = Math.max(most, count);
          }
        }
      }
    }
    return most;
  }

  private void findsError(Class<? extends Op> type, int output, List<OpFamily> families) {
    Engine faulty =
        faulty(
            (request, kernel) ->
                request.op().getClass() == type
                        && request.isUsed(output)
                        && output < kernel.outputs().size()
                    ? Optional.of(offByAThousandth(kernel, output))
                    : Optional.of(kernel));
    FamilyCheck check = new FamilyCheck(faulty, reference);
    assertThat(families)
        .anySatisfy(family -> assertThat(check.differences(family, 50)).isNotEmpty());
  }

  /** Adds to the last element a thousandth of the output's largest. */
  private static Kernel offByAThousandth(Kernel kernel, int output) {
    return new FaultyEngine.Wrapped(kernel) {
      @Override
      void afterRun(List<Buffer> inputs, List<Buffer> outputs) {
        Array array = (Array) outputs.get(output);
        double largest = 0;
        for (int i = 0; i < array.size(); i++) {
          largest = Math.max(largest, Math.abs(array.get(i)));
        }
        int last = array.size() - 1;
        array.set(last, array.get(last) + 1e-3 * Math.max(largest, 1));
      }
    };
  }

  @Test
  void findsAPoolingWhoseTiesGoToTheLast() {
    // The workspace holds the winner's index; moving it to the last of equals leaves y as it is.
    Engine faulty =
        faulty(
            (request, kernel) ->
                request.op() instanceof MaxPooling && request.isUsed(1)
                    ? Optional.of(lastOfEquals(kernel))
                    : Optional.of(kernel));
    FamilyCheck check = new FamilyCheck(faulty, reference);
    assertThat(check.differences(OpFamily.MAX_POOL_GRADIENT, OpCases.COUNT)).isNotEmpty();
  }

  /** Where the next element to the right equals the winner, it wins instead. */
  private static Kernel lastOfEquals(Kernel kernel) {
    return new FaultyEngine.Wrapped(kernel) {
      @Override
      void afterRun(List<Buffer> inputs, List<Buffer> outputs) {
        Array x = (Array) inputs.get(0);
        Array winners = (Array) outputs.get(1);
        int channels = x.shape().dim(-1);
        for (int i = 0; i < winners.size(); i++) {
          int winner = (int) winners.get(i);
          if (winner + channels < x.size() && x.get(winner + channels) == x.get(winner)) {
            winners.set(i, winner + channels);
          }
        }
      }
    };
  }

  @Test
  void findsAnOverwritingThatIsNotAllowed() {
    Engine faulty =
        faulty(
            (request, kernel) ->
                request.op() instanceof Transpose
                    ? Optional.of(overwritingTheInput(kernel))
                    : Optional.of(kernel));
    assertThat(new FamilyCheck(faulty, reference).differences(OpFamily.TRANSPOSE, OpCases.COUNT))
        .isNotEmpty();
  }

  private static Kernel overwritingTheInput(Kernel kernel) {
    return new FaultyEngine.Wrapped(kernel) {
      @Override
      public int inPlace(int output) {
        return 0;
      }

      @Override
      void afterRun(List<Buffer> inputs, List<Buffer> outputs) {}
    };
  }

  @Test
  void findsResultsThatChangeFromRunToRun() {
    AtomicInteger runs = new AtomicInteger();
    Engine faulty =
        faulty(
            (request, kernel) ->
                Optional.of(
                    new FaultyEngine.Wrapped(kernel) {
                      @Override
                      void afterRun(List<Buffer> inputs, List<Buffer> outputs) {
                        ((Array) outputs.get(0)).set(0, runs.incrementAndGet());
                      }
                    }));
    FamilyCheck check = new FamilyCheck(faulty, reference);
    assertThat(check.changes(OpFamily.CONVOLUTION, 1))
        .singleElement()
        .asString()
        .contains("output y has other bits in a second run");
  }

  @Test
  void anUnsupportedOpFailsExceptInUnusualCases() {
    Engine without = faulty((request, kernel) -> Optional.empty());
    FamilyCheck check = new FamilyCheck(without, reference);
    assertThat(check.differences(OpFamily.ADAM, 1))
        .singleElement()
        .asString()
        .contains("the engine \"faulty\" does not support AdamUpdate");
    assertThat(check.differences(OpFamily.UNUSUAL, 50)).isEmpty();
  }

  @Test
  void aFailureSaysHowToMakeTheCaseAgain() {
    Engine faulty =
        faulty(
            (request, kernel) ->
                request.op() instanceof Convolution
                    ? Optional.of(offByAThousandth(kernel, 0))
                    : Optional.of(kernel));
    List<String> found = new FamilyCheck(faulty, reference).differences(OpFamily.CONVOLUTION, 1);
    assertThat(found)
        .singleElement()
        .asString()
        .startsWith("OpCases.of(OpFamily.CONVOLUTION, 0), PLAIN:")
        .contains("= Convolution[window=Window[kernel=")
        .containsPattern("output y, element \\d+: received .*, expected .*; off by .*, allowed .*");
  }

  @Test
  void viewsStandForReshapesWhereAnEngineHasNoKernel() {
    Engine without =
        faulty(
            (request, kernel) ->
                request.op() instanceof Reshaping ? Optional.empty() : Optional.of(kernel));
    assertThat(new FamilyCheck(without, reference).differences(OpFamily.NETWORK, 20)).isEmpty();
  }

  private FaultyEngine faulty(BiFunction<KernelRequest, Kernel, Optional<Kernel>> fault) {
    return new FaultyEngine(reference, fault);
  }
}
