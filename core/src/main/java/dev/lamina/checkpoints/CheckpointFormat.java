package dev.lamina.checkpoints;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What reader and writer of checkpoint files agree on. Numbers are little-endian. */
final class CheckpointFormat {
  static final int VERSION = 1;
  static final int DIGEST_BYTES = 32;
  static final int CHUNK = 1 << 16;

  // Types of values
  static final byte INTEGER = 1;
  static final byte NUMBER = 2;
  static final byte TEXT = 3;
  static final byte FLOATS = 4;

  private CheckpointFormat() {}

  static byte[] magic() {
    return "LAMINACP".getBytes(StandardCharsets.US_ASCII);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
