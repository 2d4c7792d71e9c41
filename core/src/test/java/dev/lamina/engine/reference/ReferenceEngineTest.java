package dev.lamina.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Engines;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Memory;
import dev.lamina.engine.Operand;
import dev.lamina.ir.DType;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
  private static final TensorType THREE = TensorType.of(3);

  private final Engine engine = ReferenceEngine.float32();

  @Test
  void isFoundByItsName() {
    assertThat(Engines.named("reference")).isInstanceOf(ReferenceEngine.class);
    assertThat(Engines.names()).contains("reference");
  }

  @Test
  void memoryIsZeroed() {
    double[] values = {1, 2, 3};
    try (Memory memory = engine.allocate(24)) {
      ((Array) memory.slice(0, engine.plain(THREE))).read(values, 0);
    }
    assertThat(values).containsExactly(0, 0, 0);
  }

  @Test
  void floatPrecisionRoundsWhatIsStoredAndDoubleDoesNot() {
    assertThat(storedThird(ReferenceEngine.float32(), DType.FLOAT32)).isEqualTo(1f / 3f);
    assertThat(storedThird(ReferenceEngine.float64(), DType.FLOAT32)).isEqualTo(1.0 / 3.0);
  }

  @Test
  void countersAreNotRounded() {
    Layout counter = engine.plain(new TensorType(DType.INT32, Shape.scalar()));
    try (Memory memory = engine.allocate(8)) {
      Array array = (Array) memory.slice(0, counter);
      array.write(new int[] {16_777_217}, 0); // the first whole number that no float is
      assertThat(array.get(0)).isEqualTo(16_777_217);
    }
  }

  @Test
  void slicesLieInsideTheMemory() {
    try (Memory memory = engine.allocate(128)) {
      Layout layout = engine.plain(TensorType.of(9));
      assertThatThrownBy(() -> memory.slice(64, layout))
          .isInstanceOf(LaminaException.class)
          .hasMessage("bytes 64 to 136 lie outside a memory of 128 bytes");
      assertThatThrownBy(() -> memory.slice(-64, layout))
          .hasMessage("bytes -64 to 8 lie outside a memory of 128 bytes");
      assertThatThrownBy(() -> memory.scratch(0, 129))
          .hasMessage("bytes 0 to 129 lie outside a memory of 128 bytes");
    }
  }

  @Test
  void slicesAreAligned() {
    try (Memory memory = engine.allocate(128)) {
      assertThatThrownBy(() -> memory.slice(8, engine.plain(THREE)))
          .isInstanceOf(LaminaException.class)
          .hasMessage("offset 8 is not a multiple of 64 bytes");
    }
  }

  @Test
  void closedMemoryIsRefused() {
    Memory memory = engine.allocate(64);
    memory.close();
    assertThatThrownBy(() -> memory.slice(0, engine.plain(THREE)))
        .isInstanceOf(LaminaException.class)
        .hasMessage("this memory is closed");
  }

  @Test
  void tooLargeABlockIsRefused() {
    assertThatThrownBy(() -> engine.allocate(1L << 35))
        .isInstanceOf(LaminaException.class)
        .hasMessageContaining("cannot allocate 34359738368 bytes")
        .hasMessageContaining("use a smaller batch");
  }

  @Test
  void aBufferCanBeReadUnderAnotherShape() {
    try (Memory memory = engine.allocate(64)) {
      Buffer buffer = memory.slice(0, engine.plain(TensorType.of(2, 3)));
      buffer.write(new float[] {1, 2, 3, 4, 5, 6}, 0);
      float[] values = new float[6];
      buffer.as(engine.plain(TensorType.of(3, 2))).read(values, 0);
      assertThat(values).containsExactly(1, 2, 3, 4, 5, 6);
      assertThatThrownBy(() -> buffer.as(engine.plain(THREE)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot read a buffer of layout");
    }
  }

  @Test
  void anUnusedOutputTakesNoMemory() {
    Op op = new MaxPooling(Window.of(2, 2).strides(2, 2));
    TensorType input = TensorType.of(1, 4, 4, 3);
    Kernel kernel =
        kernel(
            new KernelRequest(
                op, List.of(new Operand(input, null)), op.infer(List.of(input)), bits(0)));
    assertThat(kernel.outputs().get(0).bytes()).isEqualTo(8 * 12);
    assertThat(kernel.outputs().get(1).bytes()).isZero();
    try (Memory memory = engine.allocate(1024)) {
      Buffer x = memory.slice(0, kernel.inputs().get(0));
      x.write(ascending(48), 0);
      Buffer y = memory.slice(512, kernel.outputs().get(0));
      Buffer nothing = memory.slice(1024, kernel.outputs().get(1));
      kernel.bind(List.of(x), List.of(y, nothing), memory.scratch(0, 0)).run();
      float[] values = new float[12];
      y.read(values, 0);
      assertThat(values).startsWith(15, 16, 17, 21, 22, 23);
    }
  }

  @Test
  void bindingChecksTheLayouts() {
    Kernel kernel = unary();
    try (Memory memory = engine.allocate(256)) {
      Buffer right = memory.slice(0, engine.plain(THREE));
      Buffer wrong = memory.slice(64, engine.plain(TensorType.of(4)));
      Buffer scratch = memory.scratch(0, 0);
      assertThatThrownBy(() -> kernel.bind(List.of(right), List.of(wrong), scratch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reference Unary: output 0 has layout")
          .hasMessageContaining("f32[4]")
          .hasMessageContaining("f32[3]");
      assertThatThrownBy(() -> kernel.bind(List.of(), List.of(right), scratch))
          .hasMessage("reference Unary takes 1 inputs, received 0");
    }
  }

  @Test
  void callsExcludeOneAnother() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = 0; i < 1000; i++) {
            engine.run(
                () -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  engine.run(() -> {}); // a call within a call runs at once
                  inside.decrementAndGet();
                });
          }
        };
    Thread other = new Thread(work);
    other.start();
    work.run();
    other.join();
    assertThat(most).hasValue(1);
  }

  private Kernel unary() {
    Op op = Unary.of(UnaryFunction.EXP);
    return kernel(
        new KernelRequest(op, List.of(new Operand(THREE, null)), List.of(THREE), bits(0)));
  }

  private Kernel kernel(KernelRequest request) {
    return engine.kernel(request).orElseThrow();
  }

  private static double storedThird(Engine engine, DType dtype) {
    Layout layout = engine.plain(new TensorType(dtype, Shape.scalar()));
    try (Memory memory = engine.allocate(8)) {
      Array array = (Array) memory.slice(0, layout);
      array.write(new double[] {1.0 / 3.0}, 0);
      return array.get(0);
    }
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  private static float[] ascending(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }
}
