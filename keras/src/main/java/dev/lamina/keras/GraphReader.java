package dev.lamina.keras;

import dev.lamina.LaminaException;
import dev.lamina.ShapeException;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.layers.Call;
import dev.lamina.layers.Input;
import dev.lamina.layers.Layer;
import dev.lamina.layers.SymbolicTensor;
import dev.lamina.models.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a functional model from its file: makes the layers, then calls them on one another. */
final class GraphReader {
  private final LayerReader reader;
  private final Map<String, Item> items = new LinkedHashMap<>();

  /** A layer of the file, with the calls that it lists and those that have been made. */
  private static final class Item {
    final @Nullable Layer layer;
    final @Nullable Model model;
    final boolean isOperation;
    final Map<String, @Nullable Object> json;
    final List<LayerCallJson> wanted;
    final List<List<SymbolicTensor>> made = new ArrayList<>();

    /** What Keras 1 and 2 count before the first call of a nested model. */
    int firstCall;

    Item(
        @Nullable Layer layer,
        @Nullable Model model,
        boolean isOperation,
        Map<String, @Nullable Object> json,
        List<LayerCallJson> wanted) {
      this.layer = layer;
      this.model = model;
      this.isOperation = isOperation;
      this.json = json;
      this.wanted = wanted;
    }
  }

  private GraphReader(LayerReader reader) {
    this.reader = reader;
  }

  /** The model; null after a problem with a layer was noted. */
  static @Nullable Model read(
      @Nullable String name,
      Map<String, @Nullable Object> config,
      List<?> layers,
      LayerReader reader) {
    return new GraphReader(reader).model(name, config, layers);
  }

  private @Nullable Model model(
      @Nullable String name, Map<String, @Nullable Object> config, List<?> layers) {
    boolean whole = true;
    for (Object each : layers) {
      whole &= add(Json.object(each, "a layer"));
    }
    if (!whole) {
      return null;
    }
    findFirstCalls(config);
    callAll();
    List<SymbolicTensor> inputs = ends(config, "input_layers");
    List<SymbolicTensor> outputs = ends(config, "output_layers");
    return name == null ? Model.of(inputs, outputs) : Model.of(name, inputs, outputs);
  }

  private boolean add(Map<String, @Nullable Object> json) {
    String name = String.valueOf(json.get("name"));
    List<LayerCallJson> calls;
    try {
      calls = LayerCallJson.all(json.get("inbound_nodes"));
    } catch (UnsupportedConfigException e) {
      reader.problem("layer '%s': %s".formatted(name, e.getMessage()));
      return false;
    }
    Item item;
    if (Architecture.isModel(json)) {
      Model nested = Architecture.read(json, reader);
      if (nested == null) {
        return false;
      }
      item = new Item(null, nested, false, json, calls);
    } else if (OperationJson.isOperation(json)) {
      String problem = OperationJson.problem(json);
      if (problem != null) {
        reader.problem("layer '%s': %s".formatted(name, problem));
        return false;
      }
      item = new Item(null, null, true, json, calls);
    } else {
      Layer layer = reader.read(json);
      if (layer == null) {
        return false;
      }
      item = new Item(layer, null, false, json, calls);
      if (layer instanceof Input input) {
        item.made.add(List.of(input.tensor()));
      }
    }
    if (items.put(name, item) != null) {
      throw new LaminaException("two layers are named \"%s\"".formatted(name));
    }
    return true;
  }

  /** A nested model's calls are counted from 1 where one is named that would not exist from 0. */
  private void findFirstCalls(Map<String, @Nullable Object> config) {
    List<TensorRef> all = TensorRef.all(config.get("output_layers"));
    for (Item item : items.values()) {
      item.wanted.forEach(call -> all.addAll(call.tensors()));
    }
    for (TensorRef each : all) {
      Item item = items.get(each.layer());
      if (item != null && item.model != null && each.call() >= item.wanted.size()) {
        item.firstCall = 1;
      }
    }
  }

  /** Makes the calls as their inputs come to exist; each round makes at least one. */
  private void callAll() {
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      for (Map.Entry<String, Item> each : items.entrySet()) {
        Item item = each.getValue();
        while (item.made.size() < item.wanted.size()) {
          LayerCallJson call = item.wanted.get(item.made.size());
          Map<TensorRef, SymbolicTensor> found = find(call);
          if (found == null) {
            break;
          }
          item.made.add(make(each.getKey(), item, call, found));
          isMore = true;
        }
      }
    }
    List<String> left = new ArrayList<>();
    items.forEach(
        (name, item) -> {
          if (item.made.size() < item.wanted.size()) {
            left.add(name);
          }
        });
    if (!left.isEmpty()) {
      throw new LaminaException(
          "the layers %s read one another in a circle, or tensors that no layer gives"
              .formatted(left));
    }
  }

  private @Nullable Map<TensorRef, SymbolicTensor> find(LayerCallJson call) {
    Map<TensorRef, SymbolicTensor> found = new HashMap<>();
    for (TensorRef each : call.tensors()) {
      SymbolicTensor tensor = find(each);
      if (tensor == null) {
        return null;
      }
      found.put(each, tensor);
    }
    return found;
  }

  private @Nullable SymbolicTensor find(TensorRef tensor) {
    Item item = items.get(tensor.layer());
    if (item == null) {
      return null;
    }
    int call = tensor.call() - item.firstCall;
    if (call < 0 || call >= item.made.size()) {
      return null;
    }
    List<SymbolicTensor> outputs = item.made.get(call);
    boolean exists = tensor.output() >= 0 && tensor.output() < outputs.size();
    return exists ? outputs.get(tensor.output()) : null;
  }

  private static List<SymbolicTensor> make(
      String name, Item item, LayerCallJson call, Map<TensorRef, SymbolicTensor> found) {
    List<SymbolicTensor> inputs = new ArrayList<>();
    call.tensors().forEach(tensor -> inputs.add(Objects.requireNonNull(found.get(tensor))));
    if (item.isOperation) {
      return List.of(OperationJson.apply(name, item.json, call, inputs));
    }
    if (call.tensors().size() < call.arguments().size()) {
      throw new UnsupportedConfigException(
          "layer '%s': it is called on numbers, which is not supported".formatted(name));
    }
    if (item.model != null) {
      return call.inference() ? item.model.applyForInference(inputs) : item.model.applyAll(inputs);
    }
    try {
      return new Call(Objects.requireNonNull(item.layer), inputs, call.inference()).outputs();
    } catch (ShapeException e) {
      throw e.at(name);
    }
  }

  private List<SymbolicTensor> ends(Map<String, @Nullable Object> config, String key) {
    List<SymbolicTensor> ends = new ArrayList<>();
    for (TensorRef each : TensorRef.all(config.get(key))) {
      SymbolicTensor tensor = find(each);
      if (tensor == null) {
        throw new LaminaException(
            "%s names %s, which no layer gives".formatted(key, each.toJson()));
      }
      ends.add(tensor);
    }
    return ends;
  }
}
