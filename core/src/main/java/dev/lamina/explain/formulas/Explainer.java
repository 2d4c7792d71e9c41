package dev.lamina.explain.formulas;

import dev.lamina.config.Config;
import dev.lamina.explain.Explanation;
import dev.lamina.explain.Explanation.LayerExplanation;
import dev.lamina.ir.Node;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.layers.Layer;
import dev.lamina.network.ForwardPass;
import dev.lamina.network.LayerCall;
import dev.lamina.network.Network;
import dev.lamina.network.Topology;
import dev.lamina.network.WeightSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Explains a model by the ops that its layers emit for one sample in inference. */
public final class Explainer {
  private Explainer() {}

  /** Explains the network of the model of this name. */
  public static Explanation explain(String name, Network network) {
    ForwardPass pass = network.inference();
    Topology topology = pass.topology();
    ReceptiveFields fields = new ReceptiveFields(pass);
    List<Value> tensors = new ArrayList<>(pass.inputs());
    List<LayerExplanation> layers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < topology.calls().size(); i++) {
      LayerCall call = topology.calls().get(i);
      boolean isFirst = seen.add(call.name());
      layers.add(explain(pass, i, isFirst, tensors, fields));
      tensors.add(pass.results().get(i));
    }
    List<Shape> inputs = topology.inputs().stream().map(Topology.Port::shape).toList();
    return new Explanation(name, inputs.get(0), layers);
  }

  /**
   * Explains a call.
   *
   * @param isFirst whether its layer was not called before; its weights are counted once
   */
  private static LayerExplanation explain(
      ForwardPass pass, int index, boolean isFirst, List<Value> tensors, ReceptiveFields fields) {
    LayerCall call = pass.topology().calls().get(index);
    List<Node> nodes = pass.nodesOf(index);
    Value result = pass.results().get(index);
    Shape output = result.shape().sample();
    Shape input = tensors.get(call.inputs().get(0)).shape().sample();
    List<WeightSpec> weights = isFirst ? pass.weightsOf(call.layer()) : List.of();
    return new LayerExplanation(
        call.name(),
        pass.topology().isStack()
            ? List.of()
            : call.inputs().stream().map(pass.topology()::giver).toList(),
        type(call.layer()),
        call.layer().purpose(),
        output,
        OutputSizes.worked(nodes, input, output),
        WeightFormula.of(weights),
        WeightSpec.count(weights),
        WeightSpec.count(weights.stream().filter(WeightSpec::trainable).toList()),
        MultiplyAddFormula.of(nodes),
        fields.of(result),
        (long) output.size() * Float.BYTES);
  }

  private static String type(Layer layer) {
    Config config = layer.config();
    Object activation = config.get("activation");
    if (activation instanceof Config withArguments) {
      activation = withArguments.className();
    }
    boolean isMore =
        activation instanceof String name
            && !name.equals("linear")
            && !config.className().equals("Activation");
    return config.className() + (isMore ? ", " + activation : "");
  }
}
