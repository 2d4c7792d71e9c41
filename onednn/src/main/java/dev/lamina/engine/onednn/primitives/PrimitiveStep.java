package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.natives.NativeObject;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** A primitive with its arguments: running it is a single native call. */
public final class PrimitiveStep implements Step {
  /** What an argument is bound to. */
  public record Argument(int id, Descriptor descriptor, Pointer data) {}

  private final Primitive primitive; // kept from being freed
  private final dnnl_primitive handle;
  private final dnnl_stream stream;
  private final int count;
  private final dnnl_exec_arg_t arguments;
  private final List<dnnl_memory> memories = new ArrayList<>();
  private final NativeObject object;

  /** The primitive with these arguments. */
  public PrimitiveStep(OneDnnRuntime runtime, Primitive primitive, List<Argument> bound) {
    this.primitive = primitive;
    this.handle = primitive.handle();
    this.stream = runtime.stream();
    this.count = bound.size();
    Pointer block = Pointer.malloc((long) count * Loader.sizeof(dnnl_exec_arg_t.class));
    this.arguments = new dnnl_exec_arg_t(block);
    Handles handles = new Handles(block, memories);
    object = NativeObject.of(this, handles);
    try (Scope scope = new Scope()) {
      for (int i = 0; i < count; i++) {
        Argument argument = bound.get(i);
        dnnl_memory memory = new dnnl_memory();
        check(
            dnnl_memory_create(
                memory, scope.open(argument.descriptor()), runtime.engine(), argument.data()),
            "bind memory to " + primitive.name());
        memories.add(memory);
        arguments.position(i);
        arguments.arg(argument.id());
        arguments.memory(memory);
      }
    } catch (OneDnnException e) {
      object.close();
      throw e;
    }
    arguments.position(0);
  }

  /** Frees them once; knows nothing of the step, which it would keep alive. */
  private record Handles(Pointer block, List<dnnl_memory> memories) implements Runnable {
    @Override
    public void run() {
      memories.forEach(memory -> dnnl_memory_destroy(memory));
      Pointer.free(block);
    }
  }

  /**
   * Has an argument read or written elsewhere from now on.
   *
   * @param index of the argument among those that were bound
   */
  public void move(int index, Pointer data) {
    int status = dnnl_memory_set_data_handle(memories.get(index), data);
    if (status != dnnl_success) {
      throw new OneDnnException("move memory of " + primitive.name(), status);
    }
  }

  @Override
  public void run() {
    int status = dnnl_primitive_execute(handle, stream, count, arguments);
    if (status != dnnl_success) {
      throw new OneDnnException("run " + primitive.name(), status);
    }
  }

  @Override
  public void close() {
    object.close();
  }
}
