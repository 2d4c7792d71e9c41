package dev.lamina.models;

import dev.lamina.layers.DTypePolicy;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.TopologyBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model of what lies between some tensors and others: branches, merges, several inputs and
 * outputs, shared layers. {@link Model#of} makes it.
 *
 * <pre>{@code
 * SymbolicTensor image = Input.of(32, 32, 3);
 * SymbolicTensor x = new Conv2D(16, 3).padding("same").activation("relu").apply(image);
 * SymbolicTensor y = new Conv2D(16, 3).padding("same").apply(x);
 * SymbolicTensor sum = new Add().apply(x, y);
 * Model model = Model.of(image, new Dense(10).apply(new Flatten().apply(sum)));
 * }</pre>
 */
public final class Functional extends Model {
  private final @Nullable String name;
  private final List<SymbolicTensor> inputs;
  private final List<SymbolicTensor> outputs;
  private NestedNetwork asLayer;
  private Topology topology;

  Functional(@Nullable String name, List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    topology = TopologyBuilder.of(this.inputs, this.outputs);
    asLayer = new NestedNetwork("Functional", name, topology);
    runtime().hold(topology);
  }

  @Override
  public String name() {
    requireOpen();
    return name == null ? "functional" : name;
  }

  @Override
  public List<Layer> layers() {
    requireOpen();
    return topology.layers().stream().map(NamedLayer::layer).toList();
  }

  @Override
  List<SymbolicTensor> symbolicInputs() {
    return inputs;
  }

  @Override
  List<SymbolicTensor> symbolicOutputs() {
    return outputs;
  }

  @Override
  NestedNetwork asLayer() {
    return asLayer;
  }

  @Override
  void useDTypePolicy(DTypePolicy policy) {
    topology = topology.withPolicy(policy);
    asLayer = asLayer.withTopology(topology);
  }

  @Override
  public Topology topology() {
    requireOpen();
    return topology;
  }
}
