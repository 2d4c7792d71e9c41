package dev.lamina.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.DType;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.BatchNormalization;
import dev.lamina.layers.Dense;
import dev.lamina.layers.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltiesTest {
  private static ForwardPass call(LayerCall... calls) {
    return new ForwardPass(new Topology(Shape.of(3), List.of(calls), calls.length), 2, true, 1);
  }

  private static LayerCall first(Layer layer) {
    return new LayerCall(layer, "first", List.of(0));
  }

  @Test
  void eachRegularizedWeightHasOne() {
    Layer dense = new Dense(4).kernelRegularizer("l2").biasRegularizer("l1");
    Layer norm = new BatchNormalization().gammaRegularizer("l2");
    ForwardPass pass = call(first(dense), new LayerCall(norm, "second", List.of(1)));
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
    ForwardPass pass = call(first(dense), new LayerCall(dense, "first", List.of(1)));
    assertThat(pass.penalties()).hasSize(1);
  }

  @Test
  void aFrozenLayerHasNone() {
    assertThat(call(first(new Dense(3).kernelRegularizer("l2").trainable(false))).penalties())
        .isEmpty();
    assertThat(call(first(new Dense(3))).penalties()).isEmpty();
  }

  @Test
  void theyAreOfTheWeightsInFloat32() {
    Layer dense = new Dense(3).kernelRegularizer("l2").dtype("mixed_bfloat16");
    assertThat(call(first(dense)).penalties())
        .allMatch(each -> each.type().dtype() == DType.FLOAT32)
        .hasSize(1);
  }
}
