package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_last_impl_reached;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_next_impl;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import dev.lamina.LaminaException;
import dev.lamina.engine.onednn.natives.NativeObject;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One prepared oneDNN computation: its shapes, layouts and generated code, without data. Freed by
 * {@link #close}, or at last by the garbage collector.
 */
public final class Primitive implements AutoCloseable {
  /** Fills in a primitive descriptor and returns oneDNN's status. */
  public interface Recipe {
    int create(Scope scope, dnnl_primitive_desc result);
  }

  private final String name;
  private final dnnl_primitive_desc description;
  private final dnnl_primitive handle;
  private final NativeObject object;

  private Primitive(String name, dnnl_primitive_desc description, dnnl_primitive handle) {
    this.name = name;
    this.description = description;
    this.handle = handle;
    object = NativeObject.of(this, new Handles(description, handle));
  }

  /** Frees them once; knows nothing of the primitive, which it would keep alive. */
  private record Handles(dnnl_primitive_desc description, dnnl_primitive handle)
      implements Runnable {
    @Override
    public void run() {
      if (!handle.isNull()) {
        dnnl_primitive_destroy(handle);
        handle.setNull();
      }
      dnnl_primitive_desc_destroy(description);
      description.setNull();
    }
  }

  /**
   * Makes a primitive that can run.
   *
   * @throws OneDnnException if oneDNN cannot
   */
  public static Primitive create(String name, Recipe recipe) {
    return create(name, recipe, Avoidance.bySetting());
  }

  /**
   * As {@link #create(String, Recipe)}, in the first of oneDNN's implementations that is not to be
   * avoided.
   *
   * @throws LaminaException if all are
   */
  public static Primitive create(String name, Recipe recipe, Avoidance avoidance) {
    return create(name, recipe, avoidance, true);
  }

  /** Makes only the description of a forward primitive, which backward ones ask for. */
  public static Primitive hint(String name, Recipe recipe) {
    return create(name, recipe, Avoidance.bySetting(), false);
  }

  private static Primitive create(
      String name, Recipe recipe, Avoidance avoidance, boolean executable) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    try (Scope scope = new Scope()) {
      check(recipe.create(scope, description), "prepare " + name);
    }
    passOver(name, description, avoidance);
    dnnl_primitive handle = new dnnl_primitive();
    if (executable) {
      int status = dnnl_primitive_create(handle, description);
      if (status != dnnl_success) {
        dnnl_primitive_desc_destroy(description);
        throw new OneDnnException("generate " + name, status);
      }
    }
    return new Primitive(name, description, handle);
  }

  /** Moves on to the first implementation that is not to be avoided. */
  private static void passOver(String name, dnnl_primitive_desc description, Avoidance avoidance) {
    if (avoidance.isEmpty()) {
      return;
    }
    List<String> avoided = new ArrayList<>();
    String implementation = implementation(description);
    while (avoidance.covers(implementation)) {
      avoided.add(implementation);
      int status = dnnl_primitive_desc_next_impl(description);
      if (status != dnnl_success) {
        dnnl_primitive_desc_destroy(description);
        if (status != dnnl_last_impl_reached) {
          throw new OneDnnException("look for another implementation of " + name, status);
        }
        throw new LaminaException(
            "no implementation of %s is left: %s=%s avoids all that oneDNN offers here (%s); take one out of the list"
                .formatted(name, Avoidance.PROPERTY, avoidance, String.join(", ", avoided)));
      }
      implementation = implementation(description);
    }
  }

  /** The name of its implementation. */
  public String name() {
    return name;
  }

  dnnl_primitive handle() {
    return handle;
  }

  /** oneDNN's description of it. */
  public dnnl_primitive_desc description() {
    return description;
  }

  /** How its first source lies. */
  public Descriptor source() {
    return describe(dnnl_query_src_md, 0);
  }

  /** How one of its sources lies. */
  public Descriptor source(int index) {
    return describe(dnnl_query_src_md, index);
  }

  /** How its weights lie. */
  public Descriptor weights() {
    return describe(dnnl_query_weights_md, 0);
  }

  /** How its result lies. */
  public Descriptor destination() {
    return describe(dnnl_query_dst_md, 0);
  }

  /** How the gradient of its source lies. */
  public Descriptor sourceGrad() {
    return describe(dnnl_query_diff_src_md, 0);
  }

  /** How the gradient of its weights lies. */
  public Descriptor weightsGrad() {
    return describe(dnnl_query_diff_weights_md, 0);
  }

  /** How the gradient of its result lies. */
  public Descriptor destinationGrad() {
    return describe(dnnl_query_diff_dst_md, 0);
  }

  /** What forward leaves for backward. */
  public Descriptor workspace() {
    return describe(dnnl_query_workspace_md, 0);
  }

  /** The bytes of its scratch memory. */
  public long scratchBytes() {
    return describe(dnnl_query_scratchpad_md, 0).bytes();
  }

  /** How its scratch memory is described. */
  public Descriptor scratchpad() {
    return describe(dnnl_query_scratchpad_md, 0);
  }

  /** Which of its implementations oneDNN chose, for example {@code jit:avx512_core}. */
  public String implementation() {
    return implementation(description);
  }

  private static String implementation(dnnl_primitive_desc description) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      check(
          dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, text),
          "name an implementation");
      return text.get(BytePointer.class).getString();
    }
  }

  /** Whether this runs on oneDNN's unoptimized code. */
  public boolean isSlow() {
    return implementation().startsWith("ref");
  }

  /** Whether this runs on code generated for its shapes, not on general matrix products. */
  public boolean isFast() {
    String name = implementation();
    return name.startsWith("jit") || name.startsWith("brg");
  }

  private Descriptor describe(int what, int index) {
    dnnl_memory_desc result = dnnl_primitive_desc_query_md(description, what, index);
    return result == null || result.isNull() ? Descriptor.NONE : Descriptor.copyOf(result);
  }

  @Override
  public void close() {
    object.close();
  }
}
