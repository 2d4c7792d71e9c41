package dev.lamina.engine.onednn.natives;

import org.bytedeco.javacpp.FloatPointer;

/** A place in memory that holds floats, as oneDNN's functions take it; owns nothing. */
public final class FloatAddress extends FloatPointer {
  /** Points elsewhere, without a new object. */
  public FloatAddress at(long newAddress) {
    this.address = newAddress;
    return this;
  }
}
