package dev.lamina.network;

import dev.lamina.ir.Shape;
import java.util.List;

/**
 * A model's structure: which layers are called, in order, on what.
 *
 * @param input the shape of one sample
 * @param output the index of the tensor that is the result; 0 is the input, 1 the first call's
 *     result
 */
public record Topology(Shape input, List<LayerCall> calls, int output) {
  public Topology {
    calls = List.copyOf(calls);
  }
}
