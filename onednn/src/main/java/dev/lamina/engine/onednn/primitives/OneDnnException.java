package dev.lamina.engine.onednn.primitives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_invalid_arguments;
import static org.bytedeco.dnnl.global.dnnl.dnnl_out_of_memory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import dev.lamina.LaminaException;

/** oneDNN refused a call. */
public final class OneDnnException extends LaminaException {
  private static final long serialVersionUID = 1L;

  private final int status;

  OneDnnException(String what, int status) {
    super("oneDNN could not " + what + ": " + reason(status));
    this.status = status;
  }

  /**
   * Checks what a call returned.
   *
   * @param what completes "oneDNN could not ..."
   */
  static void check(int status, String what) {
    if (status != dnnl_success) {
      throw new OneDnnException(what, status);
    }
  }

  /** Whether oneDNN has no implementation of what was asked for. */
  public boolean isUnimplemented() {
    return status == dnnl_unimplemented;
  }

  private static String reason(int status) {
    if (status == dnnl_out_of_memory) {
      return "out of memory; use a smaller batch";
    } else if (status == dnnl_invalid_arguments) {
      return "invalid arguments";
    } else if (status == dnnl_unimplemented) {
      return "not implemented for these shapes on this machine";
    }
    return "status " + status;
  }
}
