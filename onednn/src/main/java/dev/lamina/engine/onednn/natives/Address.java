package dev.lamina.engine.onednn.natives;

import org.bytedeco.javacpp.Pointer;

/** A place in memory, or a plain word where C takes one; owns nothing. */
public final class Address extends Pointer {
  /** A place of no known size. */
  public Address(long address) {
    this.address = address;
  }

  /** Points elsewhere, without a new object. */
  public Address at(long newAddress) {
    this.address = newAddress;
    return this;
  }

  /** Of this many bytes, as views need to know. */
  public Address(long address, long bytes) {
    this.address = address;
    this.capacity = bytes;
    this.limit = bytes;
  }
}
