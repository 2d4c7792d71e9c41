package dev.lamina.cli;

import dev.lamina.datasets.Dataset;
import dev.lamina.datasets.TrainTest;
import dev.lamina.engine.Engine;
import dev.lamina.explain.Explanation;
import dev.lamina.models.History;
import dev.lamina.models.Model;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code lamina train} did, as JSON. */
record TrainReport(
    TrainOptions options,
    EngineOption engineOption,
    @Nullable ResumeNotice resumed,
    TrainTest data,
    Model network,
    double learningRate,
    Engine engine,
    History history,
    Map<String, Double> test,
    Stopwatch watch) {

  String toJson() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("command", "train");
    map.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    map.put("settings", settingsMap());
    map.put("resumed", resumed == null ? null : resumed.asMap());
    map.put("data", dataMap());
    map.put("model", modelMap());
    map.put("history", history.epochs().stream().map(TrainReport::epochMap).toList());
    map.put("test", test);
    map.put("seconds", watch.asMap());
    map.put("machine", machineMap());
    map.put("versions", versionsMap());
    return JsonWriter.write(map);
  }

  private Map<String, @Nullable Object> settingsMap() {
    Map<String, @Nullable Object> map = options.asMap(network, learningRate);
    map.put("engine", engine.name());
    map.put("threads", engineOption.threads());
    return map;
  }

  private Map<String, @Nullable Object> dataMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("source", data.source());
    map.put("training_samples", data.train().size());
    map.put("validation_samples", data.validation().map(Dataset::size).orElse(0));
    map.put("test_samples", data.test().size());
    map.put("input_shape", Arrays.stream(data.train().inputShape().toArray()).boxed().toList());
    map.put("classes", data.train().classes().orElse(0));
    map.put("class_names", data.train().classNames());
    map.put("notes", data.notes());
    return map;
  }

  private Map<String, @Nullable Object> modelMap() {
    Explanation explanation = network.explain();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", network.name());
    map.put("parameters", explanation.parameters());
    map.put("trainable_parameters", explanation.trainableParameters());
    map.put("multiply_adds", explanation.multiplyAdds());
    return map;
  }

  private static Map<String, @Nullable Object> epochMap(History.Epoch epoch) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("epoch", epoch.number());
    map.put("seconds", epoch.seconds());
    map.put("samples", epoch.samples());
    map.put("samples_per_second", epoch.samplesPerSecond());
    map.putAll(epoch.figures());
    return map;
  }

  private Map<String, @Nullable Object> machineMap() {
    Machine machine = Machine.current();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("cpu", machine.cpu());
    map.put("cores", machine.cores());
    map.put("memory_bytes", machine.memoryBytes());
    map.put("operating_system", machine.operatingSystem());
    map.put("engine", engine.description());
    return map;
  }

  private static Map<String, @Nullable Object> versionsMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("lamina", Versions.lamina());
    map.put("java", Versions.java());
    return map;
  }
}
