package dev.lamina.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.CustomObjects;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear",
        "relu",
        "leaky_relu",
        "elu",
        "gelu",
        "sigmoid",
        "tanh",
        "softmax",
        "silu",
        "hard_sigmoid",
        "softplus",
        "exponential",
        "relu6",
        "selu",
        "hard_silu",
        "softsign",
        "log_softmax",
        "mish",
        "celu",
        "hard_shrink",
        "hard_tanh",
        "log_sigmoid",
        "soft_shrink",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "tanh_shrink"
      })
  void eachKeepsTheShapeAndItsName(String name) {
    Activation activation = Activations.get(name);
    GraphBuilder graph = new GraphBuilder();
    Value y = activation.apply(graph, graph.input("x", TensorType.of(2, 3, 5)));
    graph.output("y", y);
    GraphVerifier.verify(graph.build());
    assertThat(y.type()).isEqualTo(TensorType.of(2, 3, 5));
    assertThat(Activations.serialize(activation)).isEqualTo(name);
  }

  @Test
  void gluHalvesTheLastAxis() {
    GraphBuilder graph = new GraphBuilder();
    Value y = Activations.GLU.apply(graph, graph.input("x", TensorType.of(2, 3, 6)));
    assertThat(y.type()).isEqualTo(TensorType.of(2, 3, 3));
    Value odd = graph.input("odd", TensorType.of(2, 3));
    assertThatThrownBy(() -> Activations.GLU.apply(graph, odd))
        .hasMessageContaining("received 2x3; give it an even number of channels");
  }

  @Test
  void thresholdNeedsItsNumbers() {
    assertThatThrownBy(() -> Activations.get("threshold"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "activation \"threshold\" needs two numbers; use Activations.threshold(threshold,"
                + " defaultValue)");
    assertThatThrownBy(() -> Activations.celu(0))
        .hasMessage("alpha must be a number > 0, received 0.0");
  }

  @Test
  void argumentsAreWrittenAndRead() {
    for (Activation each :
        new Activation[] {
          Activations.celu(0.5),
          Activations.gelu(true),
          Activations.hardShrink(1),
          Activations.softShrink(1),
          Activations.squareplus(2),
          Activations.threshold(1, -2)
        }) {
      Config holder = Config.of("Activation").with("activation", Activations.serialize(each));
      ConfigReader reader = new ConfigReader(holder, CustomObjects.none());
      assertThat(Activations.argument(reader, "activation")).isEqualTo(each);
    }
  }

  @Test
  void otherNamesOfKeras() {
    assertThat(Activations.get("swish")).isSameAs(Activations.SILU);
    assertThat(Activations.get("hard_swish")).isSameAs(Activations.HARD_SILU);
  }

  @Test
  void aWrongNameListsTheRightOnes() {
    assertThatThrownBy(() -> Activations.get("sigmoyd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "activation \"sigmoyd\" is unknown; did you mean \"sigmoid\"? Choose linear, relu,"
                + " leaky_relu, elu, gelu, sigmoid, tanh, softmax, silu, hard_sigmoid, softplus,"
                + " exponential, relu6, selu, hard_silu, softsign, log_softmax,"
                + " mish, celu, glu, hard_shrink, hard_tanh, log_sigmoid, soft_shrink, sparse_plus,"
                + " sparse_sigmoid, sparsemax, squareplus or tanh_shrink");
  }

  @Test
  void oneWithArgumentsIsSerializedWithThem() {
    record Scaled(double factor) implements Activation {
      @Override
      public Value apply(GraphBuilder graph, Value x) {
        return graph.linear(x, factor, 0);
      }

      @Override
      public Config config() {
        return Config.of("Scaled").with("factor", factor);
      }
    }
    assertThat(Activations.serialize(new Scaled(2)))
        .isEqualTo(Config.of("Scaled").with("factor", 2.0));
  }
}
