package dev.lamina.engine.onednn.primitives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_u8;

import dev.lamina.ir.DType;

/** oneDNN's codes for element types. */
public final class DataTypes {
  /** float32. */
  public static final int F32 = dnnl_f32;

  static final int S32 = dnnl_s32;

  /** Unsigned bytes. */
  public static final int U8 = dnnl_u8;

  /** bfloat16. */
  public static final int BF16 = dnnl_bf16;

  /** In a post-op: the destination's own. */
  static final int OF_DESTINATION = dnnl_data_type_undef;

  private DataTypes() {}

  /** How elements of this type are stored when nothing asks for another way. */
  public static int of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> F32;
      case BFLOAT16 -> BF16;
      case INT32 -> S32;
      case WORKSPACE ->
          throw new IllegalArgumentException("a workspace is stored as its kernel decides");
    };
  }
}
