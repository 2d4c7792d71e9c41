package dev.lamina.explain;

import dev.lamina.explain.Explanation.LayerExplanation;
import dev.lamina.explain.Explanation.Worked;
import dev.lamina.ir.Shape;
import dev.lamina.text.ByteSize;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Writes an {@link Explanation} for a terminal. */
final class ExplanationText {
  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  static String of(Explanation explanation) {
    ExplanationText made = new ExplanationText();
    made.line("Model \"%s\" on an input of %s", explanation.model(), explanation.input());
    explanation.layers().forEach(layer -> made.layer(layer, explanation.input()));
    made.total(explanation);
    return made.text.toString();
  }

  private void layer(LayerExplanation layer, Shape input) {
    line("");
    line("%s (%s) -> %s", layer.name(), layer.type(), layer.output());
    if (!layer.purpose().isEmpty()) {
      line("  %s", layer.purpose());
    }
    if (!layer.reads().isEmpty()) {
      fact("reads", String.join(", ", layer.reads()));
    }
    List<String> sizes = layer.size();
    for (int i = 0; i < sizes.size(); i++) {
      fact(i == 0 ? "output size" : "", sizes.get(i));
    }
    fact("parameters", parameters(layer));
    fact("multiply-adds", multiplyAdds(layer.multiplyAdds()));
    layer.receptiveField().ifPresent(field -> fact("receptive field", field(field, input)));
    fact(
        "memory",
        Worked.product(layer.output().toArray()).formula()
            + " * 4 bytes = "
            + ByteSize.of(layer.outputBytes()));
  }

  private static String parameters(LayerExplanation layer) {
    if (layer.parameters() == 0) {
      return "none";
    }
    String trained =
        layer.trainableParameters() == layer.parameters()
            ? ""
            : String.format(Locale.ROOT, " (%,d of them trained)", layer.trainableParameters());
    return String.format(Locale.ROOT, "%s = %,d", layer.weights(), layer.parameters()) + trained;
  }

  private static String multiplyAdds(Worked worked) {
    return worked.value() == 0
        ? "none"
        : String.format(Locale.ROOT, "%s = %,d", worked.formula(), worked.value());
  }

  private static String field(Shape field, Shape input) {
    boolean isWhole =
        IntStream.range(0, field.rank()).allMatch(axis -> field.dim(axis) == input.dim(axis));
    return isWhole ? "the whole input, " + field : field + " of the input";
  }

  private void total(Explanation explanation) {
    line("");
    line("In all, for one sample");
    fact(
        "parameters",
        count(explanation.parameters())
            + ", "
            + ByteSize.of(explanation.parameters() * Float.BYTES)
            + ", "
            + count(explanation.trainableParameters())
            + " of them trained");
    fact("multiply-adds", count(explanation.multiplyAdds()));
    fact("memory", ByteSize.of(explanation.outputBytes()) + " of outputs");
    line("");
    line("How to read it");
    fact("output size", "(input - kernel + padding)/stride + 1, rounded down");
    fact("multiply-adds", "numbers computed * terms in each, for one sample");
    fact("receptive field", "the part of the input that one output number depends on");
    fact("memory", "of the output for one sample, as 4-byte floats");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void fact(String name, String value) {
    line("  %-15s  %s", name, value);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
