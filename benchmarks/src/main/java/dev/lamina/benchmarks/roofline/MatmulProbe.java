package dev.lamina.benchmarks.roofline;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_wait;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * A product of two large square matrices by oneDNN, the weights in the layout that it likes best:
 * what comes nearest to the processor's peak. Lives as long as its process.
 */
final class MatmulProbe {
  private static final int SIZE = 2048;

  private final dnnl_stream stream = new dnnl_stream();
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);

  private MatmulProbe(int type) {
    dnnl_engine engine = new dnnl_engine();
    check(dnnl_engine_create(engine, dnnl_cpu, 0));
    check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags));
    dnnl_memory_desc plain = descriptor(type, dnnl_ab);
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            description,
            engine,
            plain,
            descriptor(type, dnnl_format_tag_any),
            null,
            plain,
            new dnnl_primitive_attr()));
    check(dnnl_primitive_create(primitive, description));
    dnnl_memory_desc weights = dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
    bind(0, DNNL_ARG_SRC, engine, plain);
    bind(1, DNNL_ARG_WEIGHTS, engine, weights);
    bind(2, DNNL_ARG_DST, engine, plain);
  }

  static MatmulProbe f32() {
    return new MatmulProbe(dnnl_f32);
  }

  static MatmulProbe bf16() {
    return new MatmulProbe(dnnl_bf16);
  }

  private static dnnl_memory_desc descriptor(int type, int tag) {
    dnnl_memory_desc result = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_tag(result, 2, new long[] {SIZE, SIZE}, type, tag));
    return result;
  }

  private void bind(int index, int id, dnnl_engine engine, dnnl_memory_desc descriptor) {
    long bytes = dnnl_memory_desc_get_size(descriptor);
    Pointer data = Pointer.malloc(bytes);
    ShortPointer shorts = new ShortPointer(data).capacity(bytes / 2);
    // As bf16, and as the upper halves of f32, these are numbers between 1 and 2.
    for (long i = 0; i < bytes / 2; i++) {
      shorts.put(i, (short) (0x3f80 + i * 31 % 128));
    }
    dnnl_memory memory = new dnnl_memory();
    check(dnnl_memory_create(memory, descriptor, engine, data));
    dnnl_exec_arg_t argument = arguments.getPointer(index);
    argument.arg(id).memory(memory);
  }

  /** Multiplies once and tells the floating point operations per second. */
  double run() {
    long start = System.nanoTime();
    check(dnnl_primitive_execute(primitive, stream, 3, arguments));
    check(dnnl_stream_wait(stream));
    return 2.0 * SIZE * SIZE * SIZE / ((System.nanoTime() - start) * 1e-9);
  }

  private static void check(int status) {
    if (status != 0) {
      throw new UnsupportedOperationException("oneDNN's status " + status);
    }
  }
}
