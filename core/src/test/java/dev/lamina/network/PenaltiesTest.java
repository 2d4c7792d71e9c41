package dev.lamina.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Value;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.layers.core.Dense;
import dev.lamina.layers.normalization.BatchNormalization;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltiesTest {
  /** Layers one behind another; one may come twice. */
  private static ForwardPass call(Layer... layers) {
    SymbolicTensor input = Input.of(3);
    SymbolicTensor top = input;
    for (Layer layer : layers) {
      top = layer.apply(top);
    }
    Topology topology = TopologyBuilder.of(List.of(input), List.of(top));
    return new ForwardPass(topology, 2, true, 1, topology.frozen());
  }

  @Test
  void eachRegularizedWeightHasOne() {
    Layer dense = new Dense(4).named("first").kernelRegularizer("l2").biasRegularizer("l1");
    Layer norm = new BatchNormalization().named("second").gammaRegularizer("l2");
    ForwardPass pass = call(dense, norm);
    int nodes = pass.graph().nodes().size();
    List<Value> penalties = pass.penalties();
    assertThat(penalties).hasSize(3).allMatch(each -> each.shape().rank() == 0);
    List<Node> added = pass.graph().nodes().subList(nodes, pass.graph().nodes().size());
    assertThat(added)
        .flatExtracting(Node::inputs)
        .extracting(Value::name)
        .contains("first/kernel", "first/bias", "second/gamma");
  }

  @Test
  void aLayerThatIsCalledTwiceHasThemOnce() {
    Layer dense = new Dense(3).kernelRegularizer("l2");
    ForwardPass pass = call(dense, dense);
    assertThat(pass.penalties()).hasSize(1);
  }

  @Test
  void aFrozenLayerHasNone() {
    assertThat(call(new Dense(3).kernelRegularizer("l2").trainable(false)).penalties()).isEmpty();
    assertThat(call(new Dense(3)).penalties()).isEmpty();
  }

  @Test
  void theyAreOfTheWeightsInFloat32() {
    Layer dense = new Dense(3).kernelRegularizer("l2").dtype("mixed_bfloat16");
    assertThat(call(dense).penalties())
        .allMatch(each -> each.type().dtype() == DType.FLOAT32)
        .hasSize(1);
  }
}
