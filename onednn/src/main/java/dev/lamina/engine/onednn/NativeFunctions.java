package dev.lamina.engine.onednn;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Calls functions of C libraries that take one word and whose result does not matter. Java 17 has
 * no public way to do so; JavaCPP has a private one, for its own deallocators. Where modules forbid
 * access to it, functions are simply absent.
 */
final class NativeFunctions {
  private static final Optional<MethodHandle> CALLER = findCaller();

  private NativeFunctions() {}

  /** The function of this name, if it is loaded and can be called. */
  static Optional<LongConsumer> find(String name) {
    Pointer address = CALLER.isPresent() ? Loader.addressof(name) : null;
    if (address == null || address.isNull()) {
      return Optional.empty();
    }
    long function = address.address();
    MethodHandle caller = CALLER.get();
    return Optional.of(argument -> call(caller, argument, function));
  }

  private static void call(MethodHandle caller, long argument, long function) {
    try {
      caller.invokeExact(argument, function);
    } catch (Throwable e) {
      throw new IllegalStateException("a native function failed", e);
    }
  }

  private static Optional<MethodHandle> findCaller() {
    try {
      Class<?> type = Class.forName(Pointer.class.getName() + "$NativeDeallocator");
      Constructor<?> constructor =
          type.getDeclaredConstructor(Pointer.class, long.class, long.class);
      constructor.setAccessible(true);
      Method call = type.getDeclaredMethod("deallocate", long.class, long.class);
      call.setAccessible(true);
      MethodHandle handle =
          MethodHandles.lookup()
              .unreflect(call)
              .bindTo(constructor.newInstance(new Pointer(), 0L, 0L))
              .asType(MethodType.methodType(void.class, long.class, long.class));
      return Optional.of(handle);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }
}
