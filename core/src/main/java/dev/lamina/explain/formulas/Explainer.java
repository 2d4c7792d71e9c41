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
import java.util.List;

/** Explains a model by the ops that its layers emit for one sample in inference. */
public final class Explainer {
  private Explainer() {}

  /** Explains the network of the model of this name. */
  public static Explanation explain(String name, Network network) {
    ForwardPass pass = network.inference();
    Topology topology = network.topology();
    ReceptiveFields fields = new ReceptiveFields(topology.input(), pass);
    List<LayerExplanation> layers = new ArrayList<>();
    for (int i = 0; i < topology.calls().size(); i++) {
      LayerCall call = topology.calls().get(i);
      int first = call.inputs().get(0);
      Shape input = first == 0 ? topology.input() : pass.results().get(first - 1).shape().sample();
      layers.add(explain(pass, call, input, pass.results().get(i), pass.nodesOf(i), fields));
    }
    return new Explanation(name, topology.input(), layers);
  }

  private static LayerExplanation explain(
      ForwardPass pass,
      LayerCall call,
      Shape input,
      Value result,
      List<Node> nodes,
      ReceptiveFields fields) {
    Shape output = result.shape().sample();
    List<WeightSpec> weights = pass.weightsOf(call);
    return new LayerExplanation(
        call.name(),
        type(call.layer()),
        call.layer().purpose(),
        output,
        OutputSizes.worked(nodes, input, output),
        WeightFormula.of(call.name(), weights),
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
