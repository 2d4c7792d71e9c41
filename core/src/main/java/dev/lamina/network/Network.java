package dev.lamina.network;

import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Shape;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model's structure, and what calling its layers once has shown of shapes and weights. */
public final class Network {
  private final Supplier<Topology> structure;
  private volatile @Nullable Seen seen;

  /** What was seen of a structure, kept as every prediction asks for its shapes. */
  private record Seen(Topology topology, ForwardPass pass, long multiplyAdds) {}

  /**
   * A network that may still grow.
   *
   * @param structure the structure as it is now; it throws if it is not complete
   */
  public Network(Supplier<Topology> structure) {
    this.structure = structure;
  }

  /** The structure, complete and with a known input. */
  public Topology topology() {
    return structure.get();
  }

  /** One batch of one sample, in inference: enough to know shapes and weights. */
  public ForwardPass inference() {
    return seen().pass;
  }

  /** The shape of one sample of the input. */
  public Shape input() {
    return topology().input();
  }

  /** The shape of one sample of the output. */
  public Shape output() {
    return inference().output().shape().sample();
  }

  /** What one sample takes in inference. */
  public long multiplyAdds() {
    return seen().multiplyAdds;
  }

  /** All weights, in the order in which the layers ask for them. */
  public List<WeightSpec> weights() {
    return inference().weights();
  }

  /** The unique names of the layers, in order; weights' names begin with them. */
  public List<String> layerNames() {
    return topology().calls().stream().map(LayerCall::name).toList();
  }

  private Seen seen() {
    Topology topology = topology();
    Seen known = seen;
    if (known == null || !known.topology.equals(topology)) {
      ForwardPass pass = new ForwardPass(topology, 1, false, 0); // shapes depend on no seed
      long multiplyAdds =
          pass.graph().nodes().stream()
              .flatMap(node -> node.multiplyAdds().stream())
              .mapToLong(MultiplyAdds::count)
              .sum();
      known = new Seen(topology, pass, multiplyAdds);
      seen = known;
    }
    return known;
  }
}
