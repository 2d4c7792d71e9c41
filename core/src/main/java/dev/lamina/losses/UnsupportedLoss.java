package dev.lamina.losses;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.ir.Shape;
import dev.lamina.ir.Value;
import dev.lamina.ir.ops.GraphBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the loss of a file that Lamina does not have, so that the model can predict; see
 * {@link dev.lamina.models.LoadOptions#tolerant}. A model with it cannot be trained or evaluated
 * until it is compiled anew. Saved, it keeps what its file said.
 *
 * <pre>{@code
 * Model model = Model.load(path, LoadOptions.defaults().tolerant(System.err::println));
 * if (model.compilation().loss() instanceof UnsupportedLoss) {
 *   model.compile(new Adam(1e-4), "sparse_categorical_crossentropy", "accuracy");
 * }
 * }</pre>
 *
 * @param config what the file says
 * @param reason why Lamina cannot make it, for people
 * @param settings the loss, and the metrics that need it, as the file has them: what JSON has as
 *     maps, lists, strings and numbers, by the names of compile's arguments
 */
public record UnsupportedLoss(Config config, String reason, Map<String, @Nullable Object> settings)
    implements Loss {
  public UnsupportedLoss {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Refuses to compute.
   *
   * @throws LaminaException always
   */
  @Override
  public Value perSample(GraphBuilder graph, Value target, Value prediction) {
    throw refusal();
  }

  /**
   * Refuses to say.
   *
   * @throws LaminaException always
   */
  @Override
  public Shape targetShape(Shape prediction) {
    throw refusal();
  }

  private LaminaException refusal() {
    return new LaminaException(
        "the model cannot be trained or evaluated with the loss %s of its file: %s; compile it with another, such as \"sparse_categorical_crossentropy\""
            .formatted(config.className(), reason));
  }

  /** For people, such as {@code Focal, which is not supported}. */
  @Override
  public String toString() {
    return config.className() + ", which is not supported";
  }
}
