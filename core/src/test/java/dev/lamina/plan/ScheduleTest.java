package dev.lamina.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Graph;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import dev.lamina.ir.ops.UnaryFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final TensorType TYPE = TensorType.of(6);

  private final GraphBuilder g = new GraphBuilder();
  private final Value x = g.input("x", TYPE);
  private final Value w = g.variable("w", TYPE);

  private Value exp(Value value) {
    return g.unary(UnaryFunction.EXP, value);
  }

  private static List<Value> values(List<Node> nodes) {
    return nodes.stream().map(Node::output).toList();
  }

  private Schedule schedule() {
    return Schedule.of(g.build());
  }

  @Test
  void whatDependsOnConstantsOnlyRunsOnce() {
    Value constant = g.plus(exp(w), g.fill(Shape.of(6), 2));
    Value changing = g.plus(constant, x);
    g.output("y", changing);

    Schedule schedule = schedule();

    assertThat(values(schedule.prologue())).contains(constant).doesNotContain(changing);
    assertThat(values(schedule.body())).containsExactly(changing);
    assertThat(schedule.inPlace()).isEmpty();
  }

  @Test
  void aVariableThatTheGraphChangesIsNotConstant() {
    Value derived = exp(w);
    g.update(w, g.plus(w, x));
    g.output("y", derived);

    Schedule schedule = schedule();

    assertThat(schedule.prologue()).isEmpty();
    assertThat(values(schedule.body())).contains(derived);
  }

  @Test
  void anUpdateComesAfterAllOtherReads() {
    Value updated = g.plus(w, x);
    Value reader = g.times(w, x);
    g.update(w, updated);
    g.output("y", reader);

    Schedule schedule = schedule();

    assertThat(values(schedule.body())).containsExactly(reader, updated);
    assertThat(schedule.inPlace()).containsExactly(w);
  }

  @Test
  void aReadThroughAReshapeIsARead() {
    Value updated = g.plus(w, x);
    Value view = g.reshape(w, Shape.of(2, 3));
    Value reader = exp(view);
    g.update(w, updated);
    g.output("y", reader);

    Schedule schedule = schedule();

    assertThat(values(schedule.body())).containsExactly(view, reader, updated);
    assertThat(schedule.inPlace()).containsExactly(w);
  }

  @Test
  void aNewValueThatDoesNotComeFromTheOldOneIsNotWrittenOverIt() {
    g.update(w, exp(x));
    assertThat(schedule().inPlace()).isEmpty();
  }

  /** One of the two has to be written elsewhere first, as each reads the other's old value. */
  @Test
  void updatesThatWaitForEachOtherAreNotInPlace() {
    Value other = g.variable("other", TYPE);
    Value first = g.plus(w, other);
    Value second = g.minus(other, w);
    g.update(w, first);
    g.update(other, second);

    Schedule schedule = schedule();

    assertThat(values(schedule.body())).containsExactly(first, second);
    assertThat(schedule.inPlace()).isEmpty();
  }

  @Test
  void aReaderThatNeedsTheNewValueTooKeepsTheOldOne() {
    Value updated = g.plus(w, x);
    Value both = g.times(updated, w);
    g.update(w, updated);
    g.output("y", both);

    Schedule schedule = schedule();

    assertThat(values(schedule.body())).containsExactly(updated, both);
    assertThat(schedule.inPlace()).isEmpty();
  }

  @Test
  void aCircleLeavesOtherUpdatesInPlace() {
    Value other = g.variable("other", TYPE);
    Value updated = g.plus(w, x);
    g.output("y", g.times(updated, w));
    g.update(w, updated);
    g.update(other, g.plus(other, x));

    assertThat(schedule().inPlace()).containsExactly(other);
  }

  @Test
  void whereNothingForcesItTheOrderIsTheGraphs() {
    List<Value> made = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      made.add(i % 3 == 2 ? g.plus(made.get(i - 2), x) : exp(x));
      g.output("y" + i, made.get(i));
    }
    assertThat(values(schedule().body())).containsExactlyElementsOf(made);
  }

  @Test
  void randomGraphsRunInAnOrderInWhichTheyCan() {
    int inPlace = 0;
    for (int seed = 0; seed < 200; seed++) {
      Graph graph = random(new SplittableRandom(seed));
      Schedule schedule = Schedule.of(graph);
      List<Node> all = new ArrayList<>(schedule.prologue());
      all.addAll(schedule.body());
      assertThat(all).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(graph.nodes());
      Set<Value> known = new HashSet<>(graph.inputs());
      known.addAll(graph.variables());
      for (Node node : all) {
        assertThat(known).as("seed %d", seed).containsAll(node.inputs());
        known.addAll(node.outputs());
      }
      for (Value variable : schedule.inPlace()) {
        Node updater = graph.producers().get(graph.updates().get(variable));
        for (Node reader : graph.consumers().get(variable)) {
          assertThat(all.indexOf(reader))
              .as("seed %d: a reader of %s", seed, variable.name())
              .isLessThanOrEqualTo(all.indexOf(updater));
        }
      }
      inPlace += schedule.inPlace().size();
    }
    assertThat(inPlace).as("updates in place").isGreaterThan(100);
  }

  private static Graph random(SplittableRandom random) {
    GraphBuilder graph = new GraphBuilder();
    List<Value> values = new ArrayList<>();
    List<Value> variables = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      values.add(graph.input("x" + i, TYPE));
      variables.add(graph.variable("w" + i, TYPE));
    }
    values.addAll(variables);
    for (int i = 0; i < 25; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value b = values.get(random.nextInt(values.size()));
      values.add(random.nextBoolean() ? graph.plus(a, b) : graph.unary(UnaryFunction.EXP, a));
    }
    Map<Value, Node> producers = graph.build().producers();
    for (Value variable : variables) {
      values.stream()
          .filter(value -> producers.containsKey(value))
          .filter(value -> producers.get(value).inputs().contains(variable))
          .findFirst()
          .ifPresent(value -> graph.update(variable, value));
    }
    return graph.build();
  }
}
