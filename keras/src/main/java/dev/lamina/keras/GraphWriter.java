package dev.lamina.keras;

import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.Operation;
import dev.lamina.layers.registry.Layers;
import dev.lamina.network.LayerCall;
import dev.lamina.network.NestedNetwork;
import dev.lamina.network.Topology;
import dev.lamina.network.Topology.NamedLayer;
import dev.lamina.network.Topology.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model's structure as Keras's JSON. */
final class GraphWriter {
  /** Layers that take their inputs as one list. */
  private static final Set<String> MERGING =
      Set.of("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract");

  private GraphWriter() {}

  /** The JSON of a model or a nested model. */
  static Map<String, @Nullable Object> toJson(String className, String name, Topology topology) {
    return className.equals("Sequential") ? sequential(name, topology) : functional(name, topology);
  }

  private static Map<String, @Nullable Object> sequential(String name, Topology topology) {
    List<Object> layers = new ArrayList<>();
    Port input = topology.inputs().get(0);
    Map<String, @Nullable Object> first = input(input);
    layers.add(first);
    topology.layers().forEach(each -> layers.add(layer(each)));
    Config whole =
        Config.of("Sequential")
            .with("name", name)
            .with("trainable", true)
            .with("dtype", "float32")
            .with("layers", layers)
            .with("build_input_shape", new Input(input.shape()).config().get("batch_shape"));
    return KerasObject.toJson(whole, KerasObject.Kind.MODEL);
  }

  private static Map<String, @Nullable Object> functional(String name, Topology topology) {
    List<TensorRef> tensors = tensors(topology);
    List<Shape> shapes = topology.shapes();
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      read.add(tensor(tensors.get(i), shapes.get(i)));
    }
    List<Object> layers = new ArrayList<>();
    for (Port input : topology.inputs()) {
      Map<String, @Nullable Object> json = input(input);
      json.put("name", input.name());
      json.put("inbound_nodes", List.of());
      layers.add(json);
    }
    for (NamedLayer each : topology.layers()) {
      Map<String, @Nullable Object> json = layer(each);
      json.put("name", each.name());
      json.put("inbound_nodes", calls(each, topology, read));
      layers.add(json);
    }
    Config whole =
        Config.of("Functional")
            .with("name", name)
            .with("trainable", true)
            .with("layers", layers)
            .with("input_layers", ends(topology.inputs(), tensors))
            .with("output_layers", ends(topology.outputs(), tensors));
    Map<String, @Nullable Object> json = KerasObject.toJson(whole, KerasObject.Kind.MODEL);
    json.put("module", "keras.src.models.functional");
    json.put("registered_name", "Functional");
    return json;
  }

  private static Object ends(List<Port> ports, List<TensorRef> tensors) {
    List<Object> ends = new ArrayList<>();
    ports.forEach(port -> ends.add(tensors.get(port.tensor()).toJson()));
    return ends.size() == 1 ? ends.get(0) : ends;
  }

  /** The names of a topology's tensors: those of the inputs, then what each call gives. */
  private static List<TensorRef> tensors(Topology topology) {
    List<TensorRef> tensors = new ArrayList<>();
    topology.inputs().forEach(port -> tensors.add(new TensorRef(port.name(), 0, 0)));
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (LayerCall call : topology.calls()) {
      int number = counts.merge(call.name(), 1, Integer::sum) - 1;
      for (int i = 0; i < call.outputs(); i++) {
        tensors.add(new TensorRef(call.name(), number, i));
      }
    }
    return tensors;
  }

  private static Map<String, @Nullable Object> input(Port port) {
    Config config = new Input(port.shape()).config().with("name", port.name());
    return KerasObject.toJson(config, KerasObject.Kind.LAYER);
  }

  private static Map<String, @Nullable Object> layer(NamedLayer named) {
    Layer layer = named.layer();
    if (layer instanceof NestedNetwork nested) {
      return toJson(nested.className(), named.name(), nested.topology());
    }
    if (layer instanceof Operation operation) {
      return OperationJson.toJson(named.name(), operation);
    }
    Config config = layer.config();
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    arguments.put("name", named.name());
    arguments.putAll(config.arguments());
    Map<String, @Nullable Object> json =
        KerasObject.toJson(new Config(config.className(), arguments), KerasObject.Kind.LAYER);
    if (!Layers.isBuiltIn(config.className())) {
      json.put("module", null);
      json.put("registered_name", config.className());
    }
    return json;
  }

  private static List<Object> calls(NamedLayer layer, Topology topology, List<Object> tensors) {
    List<Object> calls = new ArrayList<>();
    for (LayerCall call : topology.calls()) {
      if (call.name().equals(layer.name())) {
        List<Object> read = call.inputs().stream().map(tensors::get).toList();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("args", arguments(layer.layer(), read));
        json.put("kwargs", call.inference() ? Map.of("training", false) : Map.of());
        calls.add(json);
      }
    }
    return calls;
  }

  /** Layers that merge take one list; models with several inputs too. */
  private static List<Object> arguments(Layer layer, List<Object> tensors) {
    if (layer instanceof Operation operation) {
      return OperationJson.arguments(operation, tensors);
    }
    boolean isList = tensors.size() > 1 || MERGING.contains(layer.config().className());
    return isList ? List.of(tensors) : tensors;
  }

  private static Map<String, Object> tensor(TensorRef tensor, Shape sample) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("shape", new Input(sample).config().get("batch_shape"));
    config.put("dtype", "float32");
    config.put("keras_history", tensor.toJson());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class_name", "__keras_tensor__");
    json.put("config", config);
    return json;
  }
}
