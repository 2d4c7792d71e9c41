package dev.lamina.benchmarks.protocol;

import java.util.Map;

/**
 * One library with one network, ready to train and to infer. Every call returns when its work is
 * done. Used by one thread, but for {@link #infer} where {@link #takesCallers} says so.
 */
public interface Contestant {
  /** The name in tables, such as {@code lamina}. */
  String name();

  /** All weights of the network, moving statistics included, as Keras counts them. */
  long parameters();

  /** The libraries that run, by name. */
  Map<String, String> versions();

  /** The choices made for speed, by name. */
  Map<String, String> settings();

  /**
   * Trains: each step gathers a batch of random samples, computes forward and backward, updates the
   * weights, and has loss and accuracy counted.
   *
   * @param lap run after each step
   */
  void train(int steps, Runnable lap) throws Exception;

  /**
   * Classifies images.
   *
   * @param images {@code count} images one after another, each NHWC
   * @return the probabilities, image by image
   */
  float[] infer(float[] images, int count) throws Exception;

  /** Whether several threads may call {@link #infer} at the same time, and are to be measured. */
  default boolean takesCallers() {
    return false;
  }

  /** The native bytes allocated since the start, freed or not; -1 where the library can't tell. */
  default long nativeBytes() {
    return -1;
  }
}
