package dev.lamina.contract;

import dev.lamina.engine.Engine;
import dev.lamina.ir.DType;
import dev.lamina.ir.Graph;
import java.util.List;
import java.util.Map;

/**
 * One seeded random case: a small graph, what is fed to it, and how closely an engine's outputs
 * must follow the reference's. Prints as the expression that makes it again.
 *
 * @param family what is tested
 * @param seed the case's number in its family, from which all else follows
 * @param dtype in what the ops compute
 * @param binding how the ops are run
 * @param graph the ops
 * @param feeds the inputs by name, all of them exact as floats
 * @param expectations one for each output
 */
public record OpCase(
    OpFamily family,
    int seed,
    DType dtype,
    Binding binding,
    Graph graph,
    Map<String, double[]> feeds,
    List<Expectation> expectations) {

  public OpCase {
    feeds = Map.copyOf(feeds);
    expectations = List.copyOf(expectations);
  }

  /** The same case, fed with other numbers. */
  OpCase withFeeds(Map<String, double[]> other) {
    return new OpCase(family, seed, dtype, binding, graph, other, expectations);
  }

  /**
   * Runs it.
   *
   * @throws dev.lamina.LaminaException if the engine does not support an op
   */
  public GraphRunner.Result<double[]> run(Engine engine) {
    return new GraphRunner(engine, binding).runInDouble(graph, feeds, Map.of());
  }

  /** What is wrong with an engine's outputs; empty where nothing is. */
  public List<String> problems(
      GraphRunner.Result<double[]> received, GraphRunner.Result<double[]> expected) {
    return expectations.stream()
        .flatMap(expectation -> expectation.problem(received, expected).stream())
        .toList();
  }

  /** The call that makes this case again, and its ops. */
  @Override
  public String toString() {
    String type = dtype == DType.FLOAT32 ? "" : ", DType." + dtype;
    return "OpCases.of(OpFamily.%s, %d%s), %s:%n%s".formatted(family, seed, type, binding, graph);
  }
}
