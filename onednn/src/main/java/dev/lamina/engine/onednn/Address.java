package dev.lamina.engine.onednn;

import org.bytedeco.javacpp.Pointer;

/** A place in memory, or a plain word where C takes one; owns nothing. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }

  /** Points elsewhere, without a new object. */
  Address at(long newAddress) {
    this.address = newAddress;
    return this;
  }

  /** Of this many bytes, as views need to know. */
  Address(long address, long bytes) {
    this.address = address;
    this.capacity = bytes;
    this.limit = bytes;
  }
}
