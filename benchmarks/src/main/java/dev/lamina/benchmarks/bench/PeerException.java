package dev.lamina.benchmarks.bench;

/** A contestant does not answer as it should; the message says how, and what it printed last. */
final class PeerException extends Exception {
  PeerException(String message) {
    super(message);
  }
}
