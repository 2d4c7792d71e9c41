package dev.lamina.engine.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** A place in memory that holds floats, as oneDNN's functions take it; owns nothing. */
final class FloatAddress extends FloatPointer {
  /** Points elsewhere, without a new object. */
  FloatAddress at(long newAddress) {
    this.address = newAddress;
    return this;
  }
}
