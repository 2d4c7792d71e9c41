package dev.lamina.benchmarks.lamina;

import dev.lamina.explain.Explanation;
import dev.lamina.layers.DTypePolicy;
import dev.lamina.models.Model;
import dev.lamina.optimizers.Adam;
import dev.lamina.testkit.Networks;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The networks that are measured. */
public enum Network {
  REFERENCE_CNN("reference-cnn", () -> Networks.referenceCnn(1)),
  VGG_STYLE("vgg-style", Networks::vggStyle),
  RESNET_20("resnet-20", Networks::resNet20);

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // all are references to static methods
  private final Supplier<? extends Model> maker;

  Network(String key, Supplier<? extends Model> maker) {
    this.key = key;
    this.maker = maker;
  }

  /** The name on the command line and in the protocol. */
  public String key() {
    return key;
  }

  /** The names of all networks. */
  public static List<String> keys() {
    return Stream.of(values()).map(Network::key).toList();
  }

  /** The network with this key. */
  public static Optional<Network> named(String key) {
    return List.of(values()).stream().filter(network -> network.key.equals(key)).findFirst();
  }

  /** The network, compiled as all contestants compile it. */
  public Model compiled(DTypePolicy policy) {
    Model model = maker.get();
    model.setDTypePolicy(policy);
    model.setSeed(1);
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  /** The floating point operations that this network cannot do without. */
  public Arithmetic arithmetic() {
    try (Model model = maker.get()) {
      return Arithmetic.of(model.explain());
    }
  }

  /** Its number of weights, moving statistics included. */
  public long parameters() {
    try (Model model = maker.get()) {
      return model.explain().parameters();
    }
  }

  /**
   * Floating point operations per image of convolutions and dense layers, two for each
   * multiply-add, padding counted as if it were multiplied.
   *
   * @param training forward, the gradients of all filters, and the gradients of all inputs but the
   *     network's own
   * @param inference forward alone
   */
  public record Arithmetic(double training, double inference) {
    static Arithmetic of(Explanation explanation) {
      double training = 0;
      double inference = 0;
      for (Explanation.LayerExplanation layer : explanation.layers()) {
        if (layer.type().startsWith("Conv2D") || layer.type().startsWith("Dense")) {
          double forward = 2.0 * layer.multiplyAdds().value();
          boolean isFirst = inference == 0;
          training += (isFirst ? 2 : 3) * forward;
          inference += forward;
        }
      }
      return new Arithmetic(training, inference);
    }
  }
}
