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
import org.bytedeco.javacpp.PointerPointer;

/**
 * The filter gradient of a strided 1x1 convolution whose images are channels last, by oneDNN and by
 * four loops. Arguments: images, input channels, filters, height, width, vertical and horizontal
 * stride; without any, random shapes until ten are wrong.
 */
public final class FilterGradient1x1 {
  private static final dnnl_engine ENGINE = new dnnl_engine();
  private static final dnnl_stream STREAM = new dnnl_stream();

  public static void main(String[] args) {
    check(dnnl_engine_create(ENGINE, dnnl_cpu, 0));
    check(dnnl_stream_create(STREAM, ENGINE, dnnl_stream_default_flags));
    if (args.length == 7) {
      int[] n = new int[7];
      for (int i = 0; i < 7; i++) {
        n[i] = Integer.parseInt(args[i]);
      }
      System.out.println(run(n[0], n[1], n[2], n[3], n[4], n[5], n[6], true));
      return;
    }
    Random random = new Random(1);
    int wrong = 0;
    int tried = 0;
    while (wrong < 10 && tried < 20_000) {
      tried++;
      int strideH = 1 + random.nextInt(3);
      int strideW = 1 + random.nextInt(3);
      if (strideH * strideW > 1) {
        double error =
            run(
                1 + random.nextInt(4),
                1 + random.nextInt(40),
                1 + random.nextInt(40),
                1 + random.nextInt(13),
                1 + random.nextInt(13),
                strideH,
                strideW,
                false);
        wrong += error > 1e-3 ? 1 : 0;
      }
    }
    System.out.println(wrong + " of " + tried + " are wrong");
  }

  /** The largest error, relative to the largest element. */
  private static double run(int n, int ic, int oc, int h, int w, int sh, int sw, boolean always) {
    int oh = (h - 1) / sh + 1;
    int ow = (w - 1) / sw + 1;
    float[] x = numbers(n * h * w * ic);
    float[] dy = numbers(n * oh * ow * oc);
    double[] expected = new double[oc * ic];
    for (int i = 0; i < n; i++) {
      for (int p = 0; p < oh * ow; p++) {
        int pixel = (i * h + p / ow * sh) * w + p % ow * sw;
        for (int o = 0; o < oc; o++) {
          for (int c = 0; c < ic; c++) {
            expected[o * ic + c] += (double) dy[(i * oh * ow + p) * oc + o] * x[pixel * ic + c];
          }
        }
      }
    }
    dnnl_memory_desc src = described(dnnl_nhwc, n, ic, h, w);
    dnnl_memory_desc dst = described(dnnl_nhwc, n, oc, oh, ow);
    dnnl_memory_desc any = described(dnnl_format_tag_any, oc, ic, 1, 1);
    dnnl_memory_desc none = new dnnl_memory_desc();
    long[] strides = {sh, sw};
    long[] zeros = {0, 0};
    long[] end = {(oh - 1) * sh + 1 - h, (ow - 1) * sw + 1 - w};
    dnnl_primitive_desc hint = new dnnl_primitive_desc();
    check(
        dnnl_convolution_forward_primitive_desc_create(
            hint, ENGINE, dnnl_forward_training, dnnl_convolution_direct, src, any, none, dst,
            strides, zeros, zeros, end, null));
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    check(
        dnnl_convolution_backward_weights_primitive_desc_create(
            description, ENGINE, dnnl_convolution_direct, src, any, none, dst, strides, zeros,
            zeros, end, hint, null));
    dnnl_memory_desc chosen =
        dnnl_primitive_desc_query_md(description, dnnl_query_diff_weights_md, 0);
    FloatPointer dw = new FloatPointer(dnnl_memory_desc_get_size(chosen) / 4);
    float[] received = new float[oc * ic];
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, description));
    dnnl_memory gradient = memory(chosen, dw);
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
    FloatPointer source = new FloatPointer(x);
    FloatPointer difference = new FloatPointer(dy);
    arguments.getPointer(0).arg(DNNL_ARG_SRC).memory(memory(src, source));
    arguments.getPointer(1).arg(DNNL_ARG_DIFF_DST).memory(memory(dst, difference));
    arguments.getPointer(2).arg(DNNL_ARG_DIFF_WEIGHTS).memory(gradient);
    check(dnnl_primitive_execute(primitive, STREAM, 3, arguments));
    FloatPointer plain = new FloatPointer(oc * ic);
    dnnl_memory_desc dense = described(dnnl_oihw, oc, ic, 1, 1);
    dnnl_primitive_desc reorderDescription = new dnnl_primitive_desc();
    check(dnnl_reorder_primitive_desc_create(reorderDescription, chosen, ENGINE, dense, ENGINE, null));
    dnnl_primitive reorder = new dnnl_primitive();
    check(dnnl_primitive_create(reorder, reorderDescription));
    dnnl_exec_arg_t moved = new dnnl_exec_arg_t(2);
    moved.getPointer(0).arg(DNNL_ARG_FROM).memory(gradient);
    moved.getPointer(1).arg(DNNL_ARG_TO).memory(memory(dense, plain));
    check(dnnl_primitive_execute(reorder, STREAM, 2, moved));
    plain.get(received);
    Reference.reachabilityFence(source); // JavaCPP frees what the collector finds unused
    Reference.reachabilityFence(difference);
    Reference.reachabilityFence(dw);
    Reference.reachabilityFence(arguments);
    Reference.reachabilityFence(moved);
    double largest = 0;
    double error = 0;
    for (int i = 0; i < received.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(expected[i] - received[i]));
    }
    if (always || error > 1e-3 * largest) {
      System.out.printf(
          "mb%dic%doc%d_ih%diw%d_sh%dsw%d %s: largest element %.4f, largest error %.4f%n",
          n, ic, oc, h, w, sh, sw, implementation(description), largest, error);
    }
    return error / largest;
  }

  private static String implementation(dnnl_primitive_desc description) {
    PointerPointer<BytePointer> text = new PointerPointer<>(1);
    check(dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, text));
    return text.get(BytePointer.class).getString();
  }

  private static float[] numbers(int size) {
    Random random = new Random(size);
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = random.nextFloat() - 0.5f;
    }
    return result;
  }

  private static dnnl_memory_desc described(int tag, long... dims) {
    dnnl_memory_desc result = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_tag(result, dims.length, dims, dnnl_f32, tag));
    return result;
  }

  private static dnnl_memory memory(dnnl_memory_desc description, FloatPointer data) {
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
