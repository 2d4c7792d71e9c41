package dev.lamina.engine.onednn.primitives;

import static dev.lamina.engine.onednn.primitives.OneDnnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Native objects that are needed only while a primitive is made. Closing it frees them. */
public final class Scope implements AutoCloseable {
  private final Deque<Runnable> frees = new ArrayDeque<>();

  /** The native descriptor; a null handle for one that is absent. */
  public dnnl_memory_desc open(Descriptor descriptor) {
    dnnl_memory_desc result = new dnnl_memory_desc();
    if (descriptor == Descriptor.NONE) {
      return result;
    }
    check(dnnl_memory_desc_create_with_blob(result, descriptor.blob()), "read a descriptor");
    frees.push(() -> dnnl_memory_desc_destroy(result));
    return result;
  }

  /** Attributes with the scratchpad in our hands, which lets any thread run the primitive. */
  public dnnl_primitive_attr attributes(PostOp... postOps) {
    dnnl_primitive_attr result = new dnnl_primitive_attr();
    check(dnnl_primitive_attr_create(result), "make attributes");
    frees.push(() -> dnnl_primitive_attr_destroy(result));
    check(
        dnnl_primitive_attr_set_scratchpad_mode(result, dnnl_scratchpad_mode_user),
        "set the scratchpad's mode");
    if (postOps.length > 0) {
      dnnl_post_ops list = new dnnl_post_ops();
      check(dnnl_post_ops_create(list), "make post-ops");
      frees.push(() -> dnnl_post_ops_destroy(list));
      for (PostOp postOp : postOps) {
        check(append(list, postOp), "append a post-op");
      }
      check(dnnl_primitive_attr_set_post_ops(result, list), "set post-ops");
    }
    return result;
  }

  private int append(dnnl_post_ops list, PostOp postOp) {
    if (postOp instanceof PostOp.Elementwise e) {
      return dnnl_post_ops_append_eltwise(list, e.algorithm(), e.alpha(), e.beta());
    } else if (postOp instanceof PostOp.Binary b) {
      return dnnl_post_ops_append_binary(list, b.algorithm(), open(b.operand()));
    }
    PostOp.Sum sum = (PostOp.Sum) postOp;
    return dnnl_post_ops_append_sum(list, sum.scale(), 0, DataTypes.OF_DESTINATION);
  }

  @Override
  public void close() {
    frees.forEach(Runnable::run);
    frees.clear();
  }
}
