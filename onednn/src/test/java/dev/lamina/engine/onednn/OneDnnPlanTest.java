package dev.lamina.engine.onednn;

import static dev.lamina.engine.onednn.Testing.ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lamina.autodiff.Gradients;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.Window;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.ReductionFunction;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;
import dev.lamina.plan.Plan;
import dev.lamina.plan.PlanStep;
import dev.lamina.plan.Planner;
import dev.lamina.plan.Rewrites;
import dev.lamina.plan.Variables;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole training step of a small convolutional network, planned on this engine. */
@Tag("instruction-sets")
class OneDnnPlanTest {
  private static final int BATCH = 16;
  private static final int STEPS = 50;
  private static final Window POOL = Window.of(2, 2).strides(2, 2);

  private final Variables variables = new Variables(ENGINE);
  private Plan plan;

  @BeforeEach
  void makePlan() {
    Graph graph = trainingStep();
    graph
        .variables()
        .forEach(variable -> variables.define(variable.name(), variable.type(), initial(variable)));
    plan = Planner.plan(graph, variables);
  }

  @AfterEach
  void free() {
    ENGINE.run(plan::close);
    variables.close();
  }

  private static float[] initial(Value variable) {
    boolean slot = variable.name().contains(".");
    return slot ? new float[variable.shape().size()] : Testing.random(variable.shape().size());
  }

  private static Graph trainingStep() {
    GraphBuilder forward = new GraphBuilder();
    Value x = forward.input("x", TensorType.of(BATCH, 12, 12, 1));
    Value step = forward.input("step", new TensorType(DType.INT32, Shape.scalar()));
    List<Value> weights = new ArrayList<>();
    Value y = block(forward, x, step, 32, weights);
    y = block(forward, y, step, 64, weights);
    y = forward.reshape(y, Shape.of(BATCH, 3 * 3 * 64));
    Value dense = forward.variable("dense", TensorType.of(3 * 3 * 64, 64));
    weights.add(dense);
    y = forward.add(new InnerProduct(Unary.IDENTITY), y, dense);
    forward.output("loss", forward.reduceAll(ReductionFunction.MEAN, forward.times(y, y)));

    GraphBuilder graph = new GraphBuilder(Rewrites.forward(forward.build()));
    Value rate = graph.input("rate", TensorType.of());
    Value loss = graph.outputOf("loss");
    AdamUpdate adam = new AdamUpdate(0.9, 0.999, 1e-7, false, 0);
    Map<Value, Value> gradients = Gradients.of(graph, loss, weights);
    gradients.forEach(
        (weight, gradient) -> {
          Value m = graph.variable(weight.name() + ".m", weight.type());
          Value v = graph.variable(weight.name() + ".v", weight.type());
          List<Value> updated = graph.addAll(adam, List.of(weight, gradient, rate, step, m, v));
          graph.update(weight, updated.get(0));
          graph.update(m, updated.get(1));
          graph.update(v, updated.get(2));
        });
    return Rewrites.fusion(graph.build().withoutDeadNodes());
  }

  private static Value block(
      GraphBuilder graph, Value x, Value step, int filters, List<Value> weights) {
    Shape shape = x.shape();
    Value filter = graph.variable("conv" + filters, TensorType.of(3, 3, shape.dim(3), filters));
    Value gamma = graph.variable("gamma" + filters, TensorType.of(filters));
    weights.addAll(List.of(filter, gamma));
    Window window = Window.of(3, 3).same(shape.dim(1), shape.dim(2));
    Value y = graph.add(Convolution.of(window, 1), x, filter);
    y = graph.add(Unary.of(UnaryFunction.RELU), y);
    y = graph.addAll(new MaxPooling(POOL), List.of(y)).get(0);
    y = graph.addAll(new BatchNormTraining(1e-3, true, false), List.of(y, gamma)).get(0);
    return graph.addAll(new ElementDropout(0.25, filters), List.of(y, step)).get(0);
  }

  private float run(int step) {
    float[] loss = new float[1];
    ENGINE.run(
        () -> {
          plan.input("x").write(Testing.random(BATCH * 12 * 12), 0);
          plan.input("rate").write(new float[] {1e-2f}, 0);
          plan.input("step").write(new int[] {step}, 0);
          plan.run();
          plan.output("loss").read(loss, 0);
        });
    return loss[0];
  }

  /** The weights for the input gradient, and their gradient; images only within a pass. */
  @Test
  void onlyWeightsAreReordered() {
    List<String> reordered =
        plan.steps().stream()
            .filter(step -> step.op().equals("reorder"))
            .map(step -> step.inputs().get(0).type().toString())
            .toList();

    Machine.requireAvx512(); // other layouts elsewhere
    assertThat(reordered).containsExactly("f32[3x3x32x64]", "f32[3x3x32x64]");
  }

  @Test
  void noStepRunsUnoptimizedCode() {
    Machine.requireOptimizedCode();
    assertThat(plan.steps()).extracting(PlanStep::kernel).noneMatch(name -> name.contains("ref:"));
  }

  @Test
  void itLearns() {
    float first = run(1);
    for (int step = 2; step < 30; step++) {
      run(step);
    }

    assertThat(run(30)).isLessThan(first / 2);
  }

  @Test
  void twoRunsGiveTheSameBits() {
    float[] losses = new float[20];
    for (int step = 1; step <= losses.length; step++) {
      losses[step - 1] = run(step);
    }
    float[] weights = variables.get("conv64");
    free();
    makePlan();

    for (int step = 1; step <= losses.length; step++) {
      assertThat(run(step)).isEqualTo(losses[step - 1]);
    }
    assertThat(variables.get("conv64")).isEqualTo(weights);
  }

  @Test
  void runningAllocatesNothing() {
    run(1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] allocated = new long[1];
    long pointers = Pointer.totalCount();
    long resident = Pointer.physicalBytes();
    ENGINE.run(
        () -> {
          for (int i = 0; i < STEPS; i++) {
            plan.run(); // warm: the JIT compiler's work is not on this thread, class loading is
          }
          long id = Thread.currentThread().getId();
          long before = threads.getThreadAllocatedBytes(id);
          for (int i = 0; i < STEPS; i++) {
            plan.run();
          }
          allocated[0] = threads.getThreadAllocatedBytes(id) - before;
        });

    assertThat(allocated[0] / STEPS).as("bytes of Java's heap per step").isLessThan(256);
    assertThat(Pointer.totalCount()).as("JavaCPP's pointers").isEqualTo(pointers);
    assertThat(Pointer.physicalBytes() - resident)
        .as("growth of the process")
        .isLessThan(64L << 20);
  }
}
