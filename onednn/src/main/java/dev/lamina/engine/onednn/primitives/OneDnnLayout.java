package dev.lamina.engine.onednn.primitives;

import dev.lamina.engine.Layout;
import dev.lamina.ir.DType;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A logical tensor and how oneDNN stores it. */
public final class OneDnnLayout implements Layout {
  private final TensorType type;
  private final Axes axes;
  private final Descriptor descriptor;
  private final @Nullable OneDnnLayout origin;
  private final boolean plain;

  private OneDnnLayout(
      TensorType type, Axes axes, Descriptor descriptor, @Nullable OneDnnLayout origin) {
    this.type = type;
    this.axes = axes;
    this.descriptor = descriptor;
    this.origin = origin;
    this.plain = type.dtype() != DType.WORKSPACE && axes.isRowMajor(descriptor);
  }

  /** A tensor of this type that lies as the descriptor says. */
  public static OneDnnLayout of(TensorType type, Axes axes, Descriptor descriptor) {
    return new OneDnnLayout(type, axes, descriptor, null);
  }

  /** Activations of this type, whatever their rank, that lie as the descriptor says. */
  public static OneDnnLayout activation(TensorType type, Descriptor descriptor) {
    return of(type, Axes.activation(type.shape().rank()), descriptor);
  }

  /** A tensor that lies as the host sees it. */
  public static OneDnnLayout plain(TensorType type) {
    Axes axes = Axes.activation(type.shape().rank());
    long[] dims = Axes.activationDims(type.shape());
    return of(type, axes, axes.rowMajor(DataTypes.of(type.dtype()), dims));
  }

  /** What forward leaves for backward, and the layout of the tensor that forward read. */
  public static OneDnnLayout workspace(
      TensorType type, Descriptor descriptor, OneDnnLayout origin) {
    return new OneDnnLayout(type, origin.axes, descriptor, origin);
  }

  /** Of an output that nothing reads. */
  static OneDnnLayout absent(TensorType type) {
    return of(type, Axes.activation(0), Descriptor.NONE);
  }

  /** Bytes without a meaning to the host. */
  public static OneDnnLayout raw(long bytes) {
    Descriptor descriptor = bytes == 0 ? Descriptor.NONE : Descriptor.dense(DataTypes.U8, bytes);
    return of(new TensorType(DType.WORKSPACE, Shape.scalar()), Axes.activation(0), descriptor);
  }

  /** The layout as this engine made it. */
  public static OneDnnLayout cast(Layout layout) {
    if (layout instanceof OneDnnLayout result) {
      return result;
    }
    throw new IllegalArgumentException(
        "received the layout " + layout + " of another engine; each engine takes only its own");
  }

  @Override
  public TensorType type() {
    return type;
  }

  @Override
  public long bytes() {
    return descriptor.bytes();
  }

  @Override
  public boolean isPlain() {
    return plain;
  }

  /** How oneDNN's axes are made of the logical ones. */
  public Axes axes() {
    return axes;
  }

  /** How it lies in memory. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Of a workspace: the layout of what forward read. */
  public OneDnnLayout origin() {
    return Objects.requireNonNull(origin, "only workspaces have an origin");
  }

  /**
   * The same for another number of images, which the first axis counts.
   *
   * @return empty where the images do not lie one after the other
   */
  public Optional<OneDnnLayout> ofImages(int number) {
    TensorType images = type.withShape(type.shape().with(0, number));
    if (bytes() == 0) {
      return Optional.of(absent(images));
    }
    Optional<Descriptor> part = descriptor.ofImages(number);
    if (origin == null) {
      return part.map(found -> of(images, axes, found));
    }
    return origin
        .ofImages(number)
        .flatMap(source -> part.map(found -> workspace(images, found, source)));
  }

  /** Whether this tensor can be described along these axes, split into these dimensions. */
  public boolean fits(Axes wanted, long... dims) {
    return plain || (axes.equals(wanted) && Arrays.equals(descriptor.dims(), dims));
  }

  /**
   * This tensor, described along other axes.
   *
   * @throws IllegalStateException if it does not {@linkplain #fits fit}
   */
  public Descriptor descriptor(Axes wanted, long... dims) {
    if (axes.equals(wanted) && Arrays.equals(descriptor.dims(), dims)) {
      return descriptor;
    }
    if (!plain) {
      throw new IllegalStateException(this + " cannot be described along " + wanted);
    }
    return wanted.rowMajor(descriptor.dataType(), dims);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OneDnnLayout layout
        && type.equals(layout.type)
        && plain == layout.plain
        && (plain || isSameStorage(layout));
  }

  private boolean isSameStorage(OneDnnLayout other) {
    return axes.equals(other.axes)
        && descriptor.isSame(other.descriptor)
        && Objects.equals(origin, other.origin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, bytes(), plain);
  }

  /** {@code f32[128x28x28x32] aBcd16b}. */
  @Override
  public String toString() {
    return type + " " + (plain ? "plain" : descriptor);
  }
}
