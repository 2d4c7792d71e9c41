package dev.lamina.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ir.DType;
import dev.lamina.ir.GraphVerifier;
import dev.lamina.ir.Op;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.schedules.ExponentialDecay;
import dev.lamina.schedules.LearningRateSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  /** What an optimizer emits for one weight. */
  private static final class Probe implements UpdateContext {
    final GraphBuilder graph = new GraphBuilder();
    final List<String> slots = new ArrayList<>();
    final Value learningRate = graph.input("rate", TensorType.of());
    final Value step = graph.input("step", new TensorType(DType.INT32, Shape.scalar()));
    final Value weight;

    Probe(Optimizer optimizer, String name) {
      weight = graph.variable(name, TensorType.of(3, 2));
      Value gradient = graph.input("gradient", TensorType.of(3, 2));
      graph.update(weight, optimizer.step(this, weight, gradient));
      GraphVerifier.verify(graph.build());
    }

    Op op() {
      return graph.nodes().get(0).op();
    }

    @Override
    public GraphBuilder graph() {
      return graph;
    }

    @Override
    public Value learningRate() {
      return learningRate;
    }

    @Override
    public Value step() {
      return step;
    }

    @Override
    public Value number(String name, IntToDoubleFunction ofStep) {
      return graph.input(name, TensorType.of());
    }

    @Override
    public Value slot(String name, double initial) {
      slots.add(name + "=" + initial);
      return graph.variable(name, TensorType.of(3, 2));
    }

    @Override
    public void update(Value slot, Value newValue) {
      graph.update(slot, newValue);
    }
  }

  private static void emits(Optimizer optimizer, Op op, String... slots) {
    Probe probe = new Probe(optimizer, "dense/kernel");
    assertThat(probe.graph.nodes()).hasSize(1);
    assertThat(probe.op()).isEqualTo(op);
    assertThat(probe.slots).containsExactly(slots);
    assertThat(probe.graph.build().updates()).hasSize(1 + slots.length);
  }

  @Test
  void defaultsAndSlots() {
    emits(new SGD(), new SgdUpdate(0, false, 0));
    emits(
        new SGD(0.1).momentum(0.9).nesterov(true).weightDecay(0.2),
        new SgdUpdate(0.9, true, 0.2),
        "momentum=0.0");
    emits(new RMSprop(), new RmsPropUpdate(0.9, 0, 1e-7, false, 0), "velocity=0.0");
    emits(
        new RMSprop().rho(0.8).momentum(0.5).epsilon(1e-3).centered(true),
        new RmsPropUpdate(0.8, 0.5, 1e-3, true, 0),
        "velocity=0.0",
        "momentum=0.0",
        "average_gradient=0.0");
    emits(new Adam(), new AdamUpdate(0.9, 0.999, 1e-7, false, 0), "momentum=0.0", "velocity=0.0");
    emits(
        new Adam().beta1(0.8).beta2(0.99).epsilon(1e-3).amsgrad(true),
        new AdamUpdate(0.8, 0.99, 1e-3, true, 0),
        "momentum=0.0",
        "velocity=0.0",
        "velocity_hat=0.0");
    emits(
        new AdamW(),
        new AdamUpdate(0.9, 0.999, 1e-7, false, 0.004),
        "momentum=0.0",
        "velocity=0.0");
  }

  @Test
  void learningRates() {
    assertThat(new SGD().learningRate()).isEqualTo(0.01);
    assertThat(new RMSprop().learningRate()).isEqualTo(0.001);
    assertThat(new Adam().learningRate()).isEqualTo(0.001);
    assertThat(new AdamW().learningRate()).isEqualTo(0.001);
    assertThat(new Adam(0).learningRate()).isZero();
    LearningRateSchedule schedule = new ExponentialDecay(0.5, 2, 0.5);
    assertThat(new Adam(schedule).learningRate()).isEqualTo(0.5);
    assertThat(new Adam(schedule).learningRateSchedule()).isSameAs(schedule);
    assertThat(new Adam().learningRateSchedule()).isNull();
  }

  @Test
  void weightsCanBeLeftOutOfDecay() {
    AdamW optimizer = new AdamW().excludeFromWeightDecay("bias", "gamma");
    assertThat(((AdamUpdate) new Probe(optimizer, "dense/bias").op()).weightDecay()).isZero();
    assertThat(((AdamUpdate) new Probe(optimizer, "dense/kernel").op()).weightDecay())
        .isEqualTo(0.004);
  }

  @Test
  void withersChangeACopy() {
    SGD sgd = new SGD(0.1);
    assertThat(sgd.momentum(0.9).clipNorm(1).config()).isNotEqualTo(sgd.config());
    assertThat(sgd.config()).isEqualTo(new SGD(0.1).config());
  }

  @Test
  void withoutClippingGradientsStay() {
    GraphBuilder graph = new GraphBuilder();
    Value weight = graph.variable("w", TensorType.of(3));
    Value gradient = graph.input("g", TensorType.of(3));
    assertThat(new SGD().clip(graph, Map.of(weight, gradient))).isEqualTo(Map.of(weight, gradient));
    assertThat(graph.nodes()).isEmpty();
  }

  @Test
  void byName() {
    assertThat(Optimizers.get("sgd")).isInstanceOf(SGD.class);
    assertThat(Optimizers.get("SGD")).isInstanceOf(SGD.class);
    assertThat(Optimizers.get("RMSprop")).isInstanceOf(RMSprop.class);
    assertThat(Optimizers.get("adam")).isInstanceOf(Adam.class);
    assertThat(Optimizers.get("AdamW")).isInstanceOf(AdamW.class);
  }

  @Test
  void messages() {
    assertThatThrownBy(() -> Optimizers.get("adamm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "optimizer \"adamm\" is unknown; did you mean \"adam\"? Choose sgd, rmsprop, adam,"
                + " adamw, adadelta, adagrad, adamax, adafactor, nadam, ftrl, lion, lamb or muon");
    assertThatThrownBy(() -> new SGD(-1))
        .hasMessage("learningRate must be a number >= 0, received -1.0");
    assertThatThrownBy(() -> new SGD().momentum(1.5))
        .hasMessage("momentum must be from 0 to 1, received 1.5");
    assertThatThrownBy(() -> new Adam().beta1(1))
        .hasMessage("beta1 must be >= 0 and < 1, received 1.0");
    assertThatThrownBy(() -> new Lion().beta1(0))
        .hasMessage(
            "beta1 must be > 0 and <= 1, received 0.0; without a mean Lion is the descent by signs");
    assertThatThrownBy(() -> new Ftrl().learningRatePower(0.5))
        .hasMessage("learningRatePower must be a number <= 0, received 0.5");
    assertThatThrownBy(() -> new Adafactor().clipThreshold(0))
        .hasMessage("clipThreshold must be a number > 0, received 0.0");
    assertThatThrownBy(() -> new SGD().emaMomentum(1.5))
        .hasMessage("emaMomentum must be from 0 to 1, received 1.5");
    assertThatThrownBy(() -> new SGD().emaOverwriteFrequency(0))
        .hasMessage("emaOverwriteFrequency must be >= 1, received 0");
    assertThatThrownBy(() -> new SGD().gradientAccumulationSteps(1))
        .hasMessage(
            "gradientAccumulationSteps must be >= 2, received 1; leave it out to update at every"
                + " step");
    assertThatThrownBy(() -> new SGD().clipNorm(0))
        .hasMessage("clipNorm must be a number > 0, received 0.0");
    assertThatThrownBy(() -> new SGD().clipNorm(1).clipValue(2))
        .hasMessage(
            "only one of clipNorm, clipValue and globalClipNorm can be set, received clipNorm=1.0,"
                + " clipValue=2.0, globalClipNorm=null");
  }
}
