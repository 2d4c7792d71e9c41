package dev.lamina.engine.onednn.natives;

import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl.Pfn_notify_BytePointer_Pointer_long_Pointer;

/**
 * A function of a loaded C library, called with up to three words; its result is not available.
 *
 * <p>Java 17 has no public way to call one. JavaCPP has: function pointers, which it generates for
 * callbacks. OpenCL's {@code void (*)(const char*, const void*, size_t, void*)} has the right
 * shape, and is loaded because oneDNN's natives need it. C's calling conventions on all platforms
 * of oneDNN pass such arguments and ints alike, each in its register, and ignore surplus ones.
 */
public final class NativeFunction {
  private final Pfn_notify_BytePointer_Pointer_long_Pointer caller;

  private NativeFunction(Pointer function) {
    // JavaCPP reads the function's address from the memory that its object points to.
    PointerPointer<Pointer> cell = new PointerPointer<>(1);
    cell.put(0, function);
    cell.retainReference();
    caller = new Pfn_notify_BytePointer_Pointer_long_Pointer(cell);
  }

  /** The function of this name, if a library that is loaded has it. */
  public static Optional<NativeFunction> find(String name) {
    Pointer address = Loader.addressof(name);
    return address == null || address.isNull()
        ? Optional.empty()
        : Optional.of(new NativeFunction(address));
  }

  /** Calls it with one argument. */
  public void call(long first) {
    call(first, 0, 0);
  }

  /** Calls it with three arguments. */
  public void call(long first, long second, long third) {
    prepare(first, second, third).run();
  }

  /** A call with these words, which may be made many times and then allocates nothing. */
  public Runnable prepare(long first, long second, long third) {
    BytePointer firstWord = new BytePointer(new Address(first));
    Address secondWord = new Address(second);
    return () -> caller.call(firstWord, secondWord, third, null);
  }
}
