import static org.bytedeco.dnnl.global.dnnl.*;

import java.lang.ref.Reference;
import java.util.Random;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A forward convolution in bfloat16 without padding, by oneDNN and by loops. Inputs are small whole
 * numbers, so that only the output is rounded. Arguments: images, input channels, filters, height,
 * width, kernel and stride (both square); without any, the shapes of the report.
 */
public final class ForwardBfloat16 {
  /** {@code -Df32=true} shows that the program itself is right, on any machine. */
  private static final int TYPE = Boolean.getBoolean("f32") ? dnnl_f32 : dnnl_bf16;

  private static final dnnl_engine ENGINE = new dnnl_engine();
  private static final dnnl_stream STREAM = new dnnl_stream();

  public static void main(String[] args) {
    check(dnnl_engine_create(ENGINE, dnnl_cpu, 0));
    check(dnnl_stream_create(STREAM, ENGINE, dnnl_stream_default_flags));
    int[][] shapes = {
      {1, 32, 32, 9, 3, 3, 2}, // one column, W = kernel
      {1, 32, 32, 9, 4, 3, 2}, // one column, W = kernel + 1
      {1, 32, 32, 9, 5, 3, 2}, // two columns: right
      {1, 16, 32, 8, 8, 4, 4}, // patches at 16 channels
      {1, 16, 32, 64, 64, 16, 16},
      {1, 32, 32, 8, 8, 4, 4}, // at 32: right
      {1, 16, 32, 8, 8, 4, 1}, // four taps at 16 channels, not strided: unknown
      {1, 8, 32, 16, 16, 8, 8}, // 8 channels that fill tiles: unknown
    };
    if (args.length == 7) {
      shapes = new int[1][7];
      for (int i = 0; i < 7; i++) {
        shapes[0][i] = Integer.parseInt(args[i]);
      }
    }
    for (int[] s : shapes) {
      run(s[0], s[1], s[2], s[3], s[4], s[5], s[6]);
    }
  }

  private static void run(int n, int ic, int oc, int h, int w, int k, int stride) {
    int oh = (h - k) / stride + 1;
    int ow = (w - k) / stride + 1;
    float[] x = numbers(n * ic * h * w);
    float[] filter = numbers(oc * ic * k * k);
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    long[] strides = {stride, stride};
    long[] zeros = {0, 0};
    check(
        dnnl_convolution_forward_primitive_desc_create(
            description, ENGINE, dnnl_forward_training, dnnl_convolution_direct,
            described(TYPE, dnnl_format_tag_any, n, ic, h, w),
            described(TYPE, dnnl_format_tag_any, oc, ic, k, k),
            new dnnl_memory_desc(),
            described(TYPE, dnnl_format_tag_any, n, oc, oh, ow),
            strides, zeros, zeros, zeros, null));
    dnnl_memory_desc plainX = described(dnnl_f32, dnnl_nchw, n, ic, h, w);
    dnnl_memory_desc plainFilter = described(dnnl_f32, dnnl_oihw, oc, ic, k, k);
    dnnl_memory_desc plainY = described(dnnl_f32, dnnl_nchw, n, oc, oh, ow);
    dnnl_memory_desc src = dnnl_primitive_desc_query_md(description, dnnl_query_src_md, 0);
    dnnl_memory_desc weights = dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
    dnnl_memory_desc dst = dnnl_primitive_desc_query_md(description, dnnl_query_dst_md, 0);
    FloatPointer y = new FloatPointer((long) n * oc * oh * ow);
    Pointer[] held = {
      new FloatPointer(x), new FloatPointer(filter), y, bytes(src), bytes(weights), bytes(dst)
    };
    dnnl_memory source = memory(src, held[3]);
    dnnl_memory taps = memory(weights, held[4]);
    dnnl_memory result = memory(dst, held[5]);
    reorder(plainX, memory(plainX, held[0]), src, source);
    reorder(plainFilter, memory(plainFilter, held[1]), weights, taps);
    execute(
        description,
        new int[] {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST},
        source, taps, result);
    reorder(dst, result, plainY, memory(plainY, y));
    float[] received = new float[n * oc * oh * ow];
    y.get(received);
    Reference.reachabilityFence(held); // JavaCPP frees what the collector finds unused
    double largest = 0;
    double error = 0;
    int i = 0;
    for (int image = 0; image < n; image++) {
      for (int o = 0; o < oc; o++) {
        for (int row = 0; row < oh; row++) {
          for (int column = 0; column < ow; column++) {
            double sum = 0;
            for (int c = 0; c < ic; c++) {
              for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                  sum +=
                      (double) filter[((o * ic + c) * k + a) * k + b]
                          * x[((image * ic + c) * h + row * stride + a) * w + column * stride + b];
                }
              }
            }
            largest = Math.max(largest, Math.abs(sum));
            double difference = Math.abs(sum - received[i++]);
            error = Math.max(error, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
          }
        }
      }
    }
    System.out.printf(
        "mb%dic%doc%d_ih%diw%d_kh%dsh%d %s: largest element %.0f, largest error %.1f%s%n",
        n, ic, oc, h, w, k, stride, implementation(description), largest, error,
        error > largest / 64 ? " WRONG" : "");
  }

  private static void execute(dnnl_primitive_desc description, int[] ids, dnnl_memory... operands) {
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, description));
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ids.length);
    for (int i = 0; i < ids.length; i++) {
      arguments.getPointer(i).arg(ids[i]).memory(operands[i]);
    }
    check(dnnl_primitive_execute(primitive, STREAM, ids.length, arguments));
    check(dnnl_stream_wait(STREAM));
    Reference.reachabilityFence(arguments);
  }

  private static void reorder(
      dnnl_memory_desc from, dnnl_memory source, dnnl_memory_desc to, dnnl_memory target) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    check(dnnl_reorder_primitive_desc_create(description, from, ENGINE, to, ENGINE, null));
    execute(description, new int[] {DNNL_ARG_FROM, DNNL_ARG_TO}, source, target);
  }

  private static String implementation(dnnl_primitive_desc description) {
    PointerPointer<BytePointer> text = new PointerPointer<>(1);
    check(dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, text));
    return text.get(BytePointer.class).getString();
  }

  /** From -2 to 2. */
  private static float[] numbers(int size) {
    Random random = new Random(size);
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = random.nextInt(5) - 2;
    }
    return result;
  }

  private static Pointer bytes(dnnl_memory_desc description) {
    return new BytePointer(dnnl_memory_desc_get_size(description));
  }

  private static dnnl_memory_desc described(int type, int tag, long... dims) {
    dnnl_memory_desc result = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_tag(result, dims.length, dims, type, tag));
    return result;
  }

  private static dnnl_memory memory(dnnl_memory_desc description, Pointer data) {
    dnnl_memory result = new dnnl_memory();
    check(dnnl_memory_create(result, description, ENGINE, data));
    return result;
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN answered " + status);
    }
  }
}
