package dev.lamina.peers.dl4j;

import dev.lamina.benchmarks.protocol.BatchContestant;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.MissingException;
import dev.lamina.benchmarks.protocol.ParameterCounts;
import dev.lamina.benchmarks.protocol.Restart;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** DL4J: a {@code ComputationGraph} with Adam. */
public final class Dl4jPeer extends BatchContestant {
  private final ImageData data;
  private final Map<String, String> settings;
  private final ComputationGraph model;
  private final INDArray images;
  private final INDArray labels;

  Dl4jPeer(ContestantOptions options, ImageData data, Restart restart) throws MissingException {
    super(options, data);
    this.data = data;
    settings = restart.settings();
    Natives natives =
        Natives.onClassPath()
            .orElseThrow(() -> new MissingException("org.nd4j:nd4j-native for this platform"));
    natives.check();
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    Nd4j.getRandom().setSeed(1);
    model = new ComputationGraph(configuration(options.network()));
    model.init();
    ParameterCounts.check(options.network(), parameters());
    images = images(options.batchSize());
    labels = Nd4j.zeros(DataType.FLOAT, options.batchSize(), ImageData.CLASSES);
  }

  private ComputationGraphConfiguration configuration(String network) {
    GraphWriter graph =
        new GraphWriter(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
                .weightInit(WeightInit.RELU)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder());
    String last = Dl4jNetworks.add(network, graph);
    InputType input =
        InputType.convolutional(data.height(), data.width(), data.channels(), GraphWriter.FORMAT);
    return graph.softmax(last, ImageData.CLASSES, new CountingCrossEntropy(), input);
  }

  private INDArray images(int count) {
    return Nd4j.zeros(DataType.FLOAT, count, data.height(), data.width(), data.channels());
  }

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public long parameters() {
    return model.numParams();
  }

  @Override
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("dl4j", Natives.VERSION);
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("step", "ComputationGraph.fit, workspaces, NHWC, oneDNN");
    all.put("infer", "ComputationGraph.output, workspaces, NHWC, oneDNN");
    return all;
  }

  @Override
  public StepResult step(int[] samples) {
    FloatBuffer hot = labels.data().asNioFloat();
    for (int i = 0; i < samples.length; i++) {
      for (int c = 0; c < ImageData.CLASSES; c++) {
        hot.put(i * ImageData.CLASSES + c, c == data.labels()[samples[i]] ? 1 : 0);
      }
    }
    FloatBuffer pixels = images.data().asNioFloat();
    for (int sample : samples) {
      pixels.put(data.images(), sample * data.imageSize(), data.imageSize());
    }
    model.fit(new INDArray[] {images}, new INDArray[] {labels});
    return new StepResult(model.score(), CountingCrossEntropy.hits() / (double) samples.length);
  }

  @Override
  public float[] infer(float[] from, int count) {
    INDArray input = count == images.size(0) ? images : images(count);
    input.data().asNioFloat().put(from);
    return model.outputSingle(input).data().asFloat();
  }
}
