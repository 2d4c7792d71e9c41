package dev.lamina.ir;

/** Element type and logical shape. */
public record TensorType(DType dtype, Shape shape) {
  public static TensorType of(int... dims) {
    return new TensorType(DType.FLOAT32, Shape.of(dims));
  }

  public static TensorType of(Shape shape) {
    return new TensorType(DType.FLOAT32, shape);
  }

  /** The same element type in another shape. */
  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  /** {@code f32[128x28x28x1]}. */
  @Override
  public String toString() {
    String prefix =
        switch (dtype) {
          case FLOAT32 -> "f32";
          case BFLOAT16 -> "bf16";
          case INT32 -> "i32";
          case WORKSPACE -> "ws";
        };
    return prefix + "[" + (shape.rank() == 0 ? "" : shape) + "]";
  }
}
