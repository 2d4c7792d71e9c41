package dev.lamina.engine.reference;

import dev.lamina.engine.Layout;
import dev.lamina.ir.TensorType;

/**
 * The only layout of this engine: dense, row-major, 8 bytes an element.
 *
 * @param stored false for an output that nothing reads: it takes no memory
 */
record ReferenceLayout(TensorType type, boolean stored) implements Layout {
  static ReferenceLayout plain(TensorType type) {
    return new ReferenceLayout(type, true);
  }

  @Override
  public long bytes() {
    return stored ? (long) Double.BYTES * type.shape().size() : 0;
  }

  @Override
  public boolean isPlain() {
    return true;
  }
}
