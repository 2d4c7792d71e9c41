import static org.bytedeco.dnnl.global.dnnl.*;

import java.lang.ref.Reference;
import java.util.Arrays;
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

/** What relu, max pooling and softmax make of NaN. */
public final class DroppedNan {
  private static final float NAN = Float.NaN;
  private static final dnnl_engine ENGINE = new dnnl_engine();
  private static final dnnl_stream STREAM = new dnnl_stream();

  public static void main(String[] args) {
    check(dnnl_engine_create(ENGINE, dnnl_cpu, 0));
    check(dnnl_stream_create(STREAM, ENGINE, dnnl_stream_default_flags));

    dnnl_memory_desc row = described(dnnl_nc, 1, 8);
    dnnl_primitive_desc relu = new dnnl_primitive_desc();
    check(
        dnnl_eltwise_forward_primitive_desc_create(
            relu, ENGINE, dnnl_forward_inference, dnnl_eltwise_relu, row, row, 0, 0, null));
    run("relu", relu, row, row, NAN, 1, -1, 0, NAN, 1, -1, 0);

    dnnl_memory_desc image = described(dnnl_nhwc, 1, 8, 1, 2);
    dnnl_memory_desc pooled = described(dnnl_nhwc, 1, 8, 1, 1);
    dnnl_primitive_desc pooling = new dnnl_primitive_desc();
    long[] window = {1, 2};
    long[] zeros = {0, 0};
    check(
        dnnl_pooling_forward_primitive_desc_create(
            pooling, ENGINE, dnnl_forward_inference, dnnl_pooling_max, image, pooled, window,
            window, zeros, zeros, zeros, null));
    run(
        "max pooling of two pixels", pooling, image, pooled,
        NAN, NAN, 1, 1, NAN, NAN, 1, 1,
        NAN, 1, NAN, 1, NAN, 1, NAN, 1);

    dnnl_primitive_desc softmax = new dnnl_primitive_desc();
    check(
        dnnl_softmax_forward_primitive_desc_create(
            softmax, ENGINE, dnnl_forward_inference, dnnl_softmax_accurate, row, row, 1, null));
    run("softmax", softmax, row, row, NAN, 1, -1, 0, 2, 1, -1, 0);
  }

  private static void run(
      String name,
      dnnl_primitive_desc description,
      dnnl_memory_desc from,
      dnnl_memory_desc to,
      float... values) {
    FloatPointer x = new FloatPointer(values);
    FloatPointer y = new FloatPointer(dnnl_memory_desc_get_size(to) / 4);
    dnnl_primitive primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, description));
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2);
    arguments.getPointer(0).arg(DNNL_ARG_SRC).memory(memory(from, x));
    arguments.getPointer(1).arg(DNNL_ARG_DST).memory(memory(to, y));
    check(dnnl_primitive_execute(primitive, STREAM, 2, arguments));
    float[] result = new float[(int) y.limit()];
    y.get(result);
    Reference.reachabilityFence(x);
    Reference.reachabilityFence(arguments);
    PointerPointer<BytePointer> text = new PointerPointer<>(1);
    check(dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, text));
    System.out.printf(
        "%s, %s%n  of    %s%n  gives %s%n",
        name, text.get(BytePointer.class).getString(), Arrays.toString(values),
        Arrays.toString(result));
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
