package dev.lamina.explain;

import dev.lamina.ir.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each layer of a model does to one sample, with its numbers: for people who learn, and for
 * programs that need the counts.
 *
 * <pre>{@code
 * Explanation explanation = model.explain();
 * System.out.println(explanation); // all of it, as text
 * long work = explanation.multiplyAdds();
 * }</pre>
 *
 * @param model the model's name
 * @param input the shape of one sample of the first input
 * @param layers one for each call of a layer, in order; those of nested models too, under the
 *     model's name, a slash and their own
 */
public record Explanation(String model, Shape input, List<LayerExplanation> layers) {
  public Explanation {
    layers = List.copyOf(layers);
  }

  /** The number of weights, trained or not. */
  public long parameters() {
    return layers.stream().mapToLong(LayerExplanation::parameters).sum();
  }

  /** The number of weights that training changes by gradients. */
  public long trainableParameters() {
    return layers.stream().mapToLong(LayerExplanation::trainableParameters).sum();
  }

  /** Multiply-adds for one sample, in inference. */
  public long multiplyAdds() {
    return layers.stream().mapToLong(layer -> layer.multiplyAdds().value()).sum();
  }

  /** Bytes of all layers' outputs for one sample. */
  public long outputBytes() {
    return layers.stream().mapToLong(LayerExplanation::outputBytes).sum();
  }

  /**
   * A number and how it comes about, such as {@code 28*28*32 * 3*3*1} and 225,792.
   *
   * @param formula empty where nothing is computed
   */
  public record Worked(String formula, long value) {
    /** A product, such as {@code 3*3*1*32}; 1 of no factors. */
    public static Worked product(int... factors) {
      IntStream all = factors.length == 0 ? IntStream.of(1) : Arrays.stream(factors);
      return new Worked(
          all.mapToObj(String::valueOf).collect(Collectors.joining("*")),
          Arrays.stream(factors).asLongStream().reduce(1, (a, b) -> a * b));
    }

    /** For people: {@code 28*28*32 * 3*3*1 = 225792}. */
    @Override
    public String toString() {
      return formula.isEmpty() ? String.valueOf(value) : formula + " = " + value;
    }
  }

  /**
   * One layer.
   *
   * @param name its name in the model
   * @param reads the layers and inputs that it reads; empty where each layer reads the one before
   * @param type its class and, where it has one, its activation
   * @param purpose one sentence on what it is for; empty if the layer does not say
   * @param output the shape of one sample's output
   * @param size how that shape comes about: one formula for each part of it
   * @param weights how {@code parameters} comes about; empty where there are none
   * @param multiplyAdds of its convolutions, dense layers, normalizations and scalings for one
   *     sample in inference, padding counted; other ops compare, look up or add only
   * @param receptiveField height and width of the part of the model's input that one number of the
   *     output depends on, cut at the edges; empty where the input is not an image or the part is
   *     not known
   * @param outputBytes of one sample's output, four for each number
   */
  public record LayerExplanation(
      String name,
      List<String> reads,
      String type,
      String purpose,
      Shape output,
      List<String> size,
      String weights,
      long parameters,
      long trainableParameters,
      Worked multiplyAdds,
      Optional<Shape> receptiveField,
      long outputBytes) {
    public LayerExplanation {
      reads = List.copyOf(reads);
      size = List.copyOf(size);
    }

    /** For people: {@code conv2d (Conv2D), output 28x28x32, 320 parameters}. */
    @Override
    public String toString() {
      return "%s (%s), output %s, %d parameters".formatted(name, type, output, parameters);
    }
  }

  /** All of it, as text for a terminal. */
  @Override
  public String toString() {
    return ExplanationText.of(this);
  }
}
