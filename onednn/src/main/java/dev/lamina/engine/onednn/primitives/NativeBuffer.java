package dev.lamina.engine.onednn.primitives;

import dev.lamina.LaminaException;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Layout;
import dev.lamina.engine.onednn.natives.Address;
import dev.lamina.ir.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A tensor at an address. */
public final class NativeBuffer implements Buffer {
  private final Address address;
  private final OneDnnLayout layout;
  private final @Nullable ByteBuffer bytes;
  private final @Nullable FloatBuffer floats;
  private final @Nullable IntBuffer ints;

  /** A tensor at this address, in this layout. */
  public NativeBuffer(long address, OneDnnLayout layout) {
    this.address = new Address(address);
    this.layout = layout;
    // Memory ends at a multiple of the alignment, so that whole words can be written at the end.
    long capacity = (layout.bytes() + Engine.ALIGNMENT - 1) / Engine.ALIGNMENT * Engine.ALIGNMENT;
    if (capacity == 0 || capacity > Integer.MAX_VALUE) {
      bytes = null;
      floats = null;
      ints = null;
    } else {
      bytes = new Address(address, capacity).asByteBuffer().order(ByteOrder.nativeOrder());
      floats = bytes.asFloatBuffer();
      ints = bytes.asIntBuffer();
    }
  }

  @Override
  public OneDnnLayout layout() {
    return layout;
  }

  @Override
  public NativeBuffer as(Layout other) {
    if (other.bytes() != layout.bytes()) {
      throw new IllegalArgumentException(
          "%s takes %d bytes, expected %d as %s takes"
              .formatted(other, other.bytes(), layout.bytes(), layout));
    }
    return part(0, OneDnnLayout.cast(other));
  }

  /** A view of a part of these bytes, {@code offset} bytes from their start. */
  public NativeBuffer part(long offset, OneDnnLayout partLayout) {
    return new NativeBuffer(address.address() + offset, partLayout);
  }

  /** Where it begins, as JavaCPP takes it. */
  public Pointer pointer() {
    return address;
  }

  /** Where it begins. */
  public long address() {
    return address.address();
  }

  /** Whether both begin at one address. */
  public boolean isAt(NativeBuffer other) {
    return address.address() == other.address.address();
  }

  /** Its bytes, in the machine's order. */
  public ByteBuffer bytes() {
    return required(bytes);
  }

  /** All bytes as floats, whatever the layout. */
  public FloatBuffer floats() {
    return required(floats);
  }

  /** All bytes as ints, whatever the layout. */
  public IntBuffer ints() {
    return required(ints);
  }

  @Override
  public void write(float[] source, int from) {
    if (layout.type().dtype() == DType.BFLOAT16) {
      requirePlain(DType.BFLOAT16, "written");
      Bfloat16.write(source, from, layout.type().shape().size(), bytes());
      return;
    }
    requirePlain(DType.FLOAT32, "written from floats");
    floats().put(0, source, from, layout.type().shape().size());
  }

  @Override
  public void write(int[] source, int from) {
    requirePlain(DType.INT32, "written from ints");
    ints().put(0, source, from, layout.type().shape().size());
  }

  @Override
  public void read(float[] target, int to) {
    int size = layout.type().shape().size();
    if (layout.type().dtype() == DType.INT32) {
      requirePlain(DType.INT32, "read");
      for (int i = 0; i < size; i++) {
        target[to + i] = ints().get(i);
      }
    } else if (layout.type().dtype() == DType.BFLOAT16) {
      requirePlain(DType.BFLOAT16, "read");
      Bfloat16.read(bytes(), target, to, size);
    } else {
      requirePlain(DType.FLOAT32, "read");
      floats().get(0, target, to, size);
    }
  }

  @Override
  public boolean isFinite() {
    if (layout.bytes() == 0 || layout.type().dtype() == DType.INT32) {
      return true;
    }
    return layout.type().dtype() == DType.BFLOAT16
        ? Bfloat16.isFinite(bytes(), layout.type().shape().size())
        : isFinite(floats(), (int) (layout.bytes() / Float.BYTES));
  }

  /** Four sums at a time, as each addition waits for the one before. */
  private static boolean isFinite(FloatBuffer values, int size) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < size; i += 4) {
      a += 0 * values.get(i); // NaN for NaN and infinities
      b += 0 * values.get(i + 1);
      c += 0 * values.get(i + 2);
      d += 0 * values.get(i + 3);
    }
    for (; i < size; i++) {
      a += 0 * values.get(i);
    }
    return a + b + c + d == 0;
  }

  private void requirePlain(DType dtype, String how) {
    if (!layout.isPlain() || layout.type().dtype() != dtype) {
      throw new IllegalArgumentException(
          "only a plain %s buffer can be %s, received %s".formatted(dtype, how, layout));
    }
  }

  private <T> T required(@Nullable T view) {
    if (view == null) {
      throw new LaminaException(
          "%s takes %,d bytes, but Java reads at most 2^31 - 1 at once; use a smaller batch"
              .formatted(layout, layout.bytes()));
    }
    return view;
  }
}
