package dev.lamina.datasets.samples;

import dev.lamina.ir.Shape;
import java.io.IOException;

/** One side of a data set: equally shaped float arrays, inputs or targets, read by index. */
public interface Samples {

  int count();

  /** Shape of one sample; of rank 0 for a class index or a scalar. */
  Shape shape();

  /** Writes {@code shape().size()} floats to {@code to}; may be called from any thread. */
  void read(int index, float[] to, int offset) throws IOException;

  /** The same samples, with bytes from 0 to 255 where reading makes them 0 to 1. */
  Samples unscaled();
}
