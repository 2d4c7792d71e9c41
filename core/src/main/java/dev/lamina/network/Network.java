package dev.lamina.network;

import dev.lamina.LaminaException;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Shape;
import dev.lamina.layers.LayerIdentity;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.Topology.Port;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A model's structure, and what calling its layers once has shown of shapes and weights. */
public final class Network {
  private final Supplier<Topology> structure;
  private volatile @Nullable Seen seen;

  /** What was seen of a structure, kept as every prediction asks for its shapes. */
  private record Seen(Topology topology, long trainableChanges, ForwardPass pass, long work) {}

  /**
   * A network that may still grow.
   *
   * @param structure the structure as it is now, the same object as long as it stays; it throws if
   *     it is not complete
   */
  public Network(Supplier<Topology> structure) {
    this.structure = structure;
  }

  /** The structure, complete and with known inputs. */
  public Topology topology() {
    return structure.get();
  }

  /** One batch of one sample, in inference: enough to know shapes and weights. */
  public ForwardPass inference() {
    return seen().pass;
  }

  /** The shapes of one sample of each input. */
  public List<Shape> inputs() {
    return topology().inputs().stream().map(Port::shape).toList();
  }

  /** The shapes of one sample of each output. */
  public List<Shape> outputs() {
    return topology().outputs().stream().map(Port::shape).toList();
  }

  /**
   * The shape of one sample of the input.
   *
   * @throws LaminaException if there are several
   */
  public Shape input() {
    return only(topology().inputs(), "inputs").shape();
  }

  /**
   * The shape of one sample of the output.
   *
   * @throws LaminaException if there are several
   */
  public Shape output() {
    return only(topology().outputs(), "outputs").shape();
  }

  private static Port only(List<Port> ports, String what) {
    if (ports.size() != 1) {
      throw new LaminaException(
          "the model has %d %s (%s), where one is expected; use the methods that take or give lists"
              .formatted(
                  ports.size(), what, String.join(", ", ports.stream().map(Port::name).toList())));
    }
    return ports.get(0);
  }

  /** What one sample takes in inference. */
  public long multiplyAdds() {
    return seen().work;
  }

  /** All weights, layer by layer. */
  public List<WeightSpec> weights() {
    return inference().weights();
  }

  /** The unique names of the layers, in order; weights' names begin with them. */
  public List<String> layerNames() {
    return topology().layers().stream().map(NamedLayer::name).toList();
  }

  private Seen seen() {
    Topology topology = topology();
    long changes = LayerIdentity.changes();
    Seen known = seen;
    if (known == null || !known.topology.equals(topology) || known.trainableChanges != changes) {
      // Shapes depend on no seed.
      ForwardPass pass = new ForwardPass(topology, 1, false, 0, topology.frozen());
      long multiplyAdds =
          pass.graph().nodes().stream()
              .flatMap(node -> node.multiplyAdds().stream())
              .mapToLong(MultiplyAdds::count)
              .sum();
      known = new Seen(topology, changes, pass, multiplyAdds);
      seen = known;
    }
    return known;
  }
}
