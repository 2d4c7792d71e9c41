package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;

/** oneDNN's handles of the processor and of the queue of work, which on a CPU runs at once. */
public final class OneDnnRuntime implements AutoCloseable {
  private final dnnl_engine engine = new dnnl_engine();
  private final dnnl_stream stream = new dnnl_stream();

  /** Takes the handles of the first processor. */
  public OneDnnRuntime() {
    check(dnnl_engine_create(engine, dnnl_cpu, 0), "open the processor");
    check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "open a stream");
  }

  /** oneDNN's handle of the processor. */
  public dnnl_engine engine() {
    return engine;
  }

  dnnl_stream stream() {
    return stream;
  }

  @Override
  public void close() {
    dnnl_stream_destroy(stream);
    dnnl_engine_destroy(engine);
  }
}
