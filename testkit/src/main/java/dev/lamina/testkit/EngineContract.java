package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.contract.FamilyCheck;
import dev.lamina.contract.OpCases;
import dev.lamina.contract.OpFamily;
import dev.lamina.contract.SpecialValue;
import dev.lamina.contract.SpecialValueCheck;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every engine must do. Its numbers are compared with those of the reference engine in float,
 * over seeded random cases of every op; a failure prints the case so that it can be made again.
 *
 * <pre>{@code
 * class MyEngineTest extends EngineContract {
 *   private static final Engine ENGINE = new MyEngine();
 *
 *   protected Engine engine() {
 *     return ENGINE;
 *   }
 * }
 * }</pre>
 */
public abstract class EngineContract {
  private static final int BFLOAT16_CASES = 200;
  private static final int REPEATED_CASES = 20;
  private static final int SPECIAL_CASES = 25;

  /** The engine under test. */
  protected abstract Engine engine();

  @TestFactory
  Stream<DynamicTest> equalsTheReference() {
    FamilyCheck check = new FamilyCheck(engine(), ReferenceEngine.float32());
    return Arrays.stream(OpFamily.values())
        .filter(family -> !family.needsBfloat16())
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.name(),
                    () -> assertThat(check.differences(family, atMost(mostCases()))).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> equalsTheReferenceInBfloat16() {
    Optional<String> whyNot = engine().whyNot(DType.BFLOAT16);
    Requires.thatHere(whyNot.isEmpty(), "no bfloat16: " + whyNot.orElse(""));
    FamilyCheck check = new FamilyCheck(engine(), ReferenceEngine.float32());
    return Arrays.stream(OpFamily.values())
        .filter(OpFamily::hasBfloat16)
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.name(),
                    () ->
                        assertThat(
                                check.differences(family, atMost(BFLOAT16_CASES), DType.BFLOAT16))
                            .isEmpty()));
  }

  /** What becomes of NaN, infinities, -0 and denormals: {@link SpecialValueCheck}. */
  @TestFactory
  Stream<DynamicTest> nothingThatIsNotFiniteVanishes() {
    SpecialValueCheck check = new SpecialValueCheck(engine(), ReferenceEngine.float32());
    return Arrays.stream(OpFamily.values())
        .flatMap(
            family ->
                Arrays.stream(SpecialValue.values())
                    .flatMap(
                        special ->
                            types(family)
                                .map(
                                    dtype ->
                                        DynamicTest.dynamicTest(
                                            family + " with " + special + " in " + dtype,
                                            () ->
                                                assertThat(
                                                        check.differences(
                                                            family,
                                                            special,
                                                            atMost(SPECIAL_CASES),
                                                            dtype))
                                                    .isEmpty()))));
  }

  /** The types in which this engine computes these ops. */
  private Stream<DType> types(OpFamily family) {
    return Stream.of(DType.FLOAT32, DType.BFLOAT16)
        .filter(
            dtype ->
                dtype == DType.BFLOAT16
                    ? family.hasBfloat16() && engine().whyNot(dtype).isEmpty()
                    : !family.needsBfloat16());
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameBitsTwice() {
    FamilyCheck check = new FamilyCheck(engine(), ReferenceEngine.float32());
    return Arrays.stream(OpFamily.values())
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.name(),
                    () -> assertThat(check.changes(family, atMost(REPEATED_CASES))).isEmpty()));
  }

  @Test
  void memoryIsZeroed() {
    Layout layout = engine().plain(TensorType.of(1000));
    float[] values = new float[1000];
    engine()
        .run(
            () -> {
              for (int round = 0; round < 3; round++) {
                try (Memory memory = engine().allocate(layout.bytes())) {
                  Arrays.fill(values, 1);
                  memory.slice(0, layout).read(values, 0);
                  assertThat(values).containsOnly(0);
                  Arrays.fill(values, 7);
                  memory.slice(0, layout).write(values, 0); // for the next round to find
                }
              }
            });
  }

  @Test
  void plainTensorsAreWrittenAndRead() {
    for (int rank = 0; rank <= 4; rank++) {
      Shape shape = Shape.of(Arrays.copyOf(new int[] {2, 3, 5, 7}, rank));
      for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16, DType.INT32)) {
        TensorType type = new TensorType(dtype, shape);
        assertThat(writtenAndRead(type)).as(type.toString()).isEqualTo(ascending(shape.size()));
      }
    }
  }

  /** From one place of the host's array to another, past elements that must stay as they are. */
  private float[] writtenAndRead(TensorType type) {
    Layout layout = engine().plain(type);
    assertThat(layout.type()).isEqualTo(type);
    assertThat(layout.isPlain()).isTrue();
    assertThat(layout).isEqualTo(engine().plain(type));
    int size = type.shape().size();
    float[] source = new float[size + 2];
    System.arraycopy(ascending(size), 0, source, 2, size);
    float[] target = new float[size + 4];
    Arrays.fill(target, -1);
    engine()
        .run(
            () -> {
              try (Memory memory = engine().allocate(Engine.ALIGNMENT + layout.bytes())) {
                Buffer buffer = memory.slice(Engine.ALIGNMENT, layout);
                if (type.dtype() == DType.INT32) {
                  int[] wholes = new int[source.length];
                  Arrays.setAll(wholes, i -> (int) source[i]);
                  buffer.write(wholes, 2);
                } else {
                  buffer.write(source, 2);
                }
                buffer.read(target, 3);
              }
            });
    assertThat(target).startsWith(-1, -1, -1).endsWith(-1);
    return Arrays.copyOfRange(target, 3, 3 + size);
  }

  @Test
  void neighbouringBuffersDoNotOverlap() {
    Layout layout = engine().plain(TensorType.of(16));
    long second = (layout.bytes() + Engine.ALIGNMENT - 1) / Engine.ALIGNMENT * Engine.ALIGNMENT;
    float[] first = new float[16];
    engine()
        .run(
            () -> {
              try (Memory memory = engine().allocate(second + layout.bytes())) {
                memory.slice(0, layout).write(ascending(16), 0);
                memory.slice(second, layout).write(new float[16], 0);
                memory.slice(0, layout).read(first, 0);
              }
            });
    assertThat(first).isEqualTo(ascending(16));
  }

  @Test
  void aPlainBufferIsReadUnderAnotherShape() {
    float[] values = new float[6];
    engine()
        .run(
            () -> {
              Layout layout = engine().plain(TensorType.of(2, 3));
              try (Memory memory = engine().allocate(layout.bytes())) {
                Buffer buffer = memory.slice(0, layout);
                Buffer view = buffer.as(engine().plain(TensorType.of(3, 1, 2)));
                buffer.write(ascending(6), 0);
                view.read(values, 0);
              }
            });
    assertThat(values).isEqualTo(ascending(6));
  }

  @Test
  void callReturnsWhatTheWorkReturns() {
    assertThat(engine().<Integer>call(() -> 42)).isEqualTo(42);
  }

  @Test
  void callsWithinACallRunAtOnce() {
    List<String> order = new ArrayList<>();
    engine()
        .run(
            () -> {
              order.add("before");
              engine().run(() -> order.add("within"));
              order.add("after");
            });
    assertThat(order).containsExactly("before", "within", "after");
  }

  @Test
  void exceptionsPassThroughACall() {
    IllegalStateException thrown = new IllegalStateException("from the work");
    assertThatThrownBy(
            () ->
                engine()
                    .run(
                        () -> {
                          throw thrown;
                        }))
        .isSameAs(thrown);
    assertThat(engine().<String>call(() -> "still works")).isEqualTo("still works");
  }

  @Test
  void saysWhatItIs() {
    assertThat(engine().name()).isNotBlank();
    assertThat(engine().description()).isNotBlank();
  }

  /**
   * How many cases of each family are compared, unless the system property {@code
   * dev.lamina.testkit.cases} sets fewer.
   */
  protected int mostCases() {
    return OpCases.COUNT;
  }

  private int atMost(int usual) {
    int most = Math.min(usual, mostCases());
    return Math.min(most, Integer.getInteger("dev.lamina.testkit.cases", most));
  }

  private static float[] ascending(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i + 1;
    }
    return values;
  }
}
