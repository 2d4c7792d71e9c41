package dev.lamina.optimizers;

import dev.lamina.LaminaException;
import dev.lamina.config.Config;
import dev.lamina.ir.Value;

/**
 * Stands for the optimizer of a file that Lamina does not have, so that the model can predict and
 * be evaluated; see {@link dev.lamina.models.LoadOptions#tolerant}. A model with it cannot be
 * trained or saved until it is compiled anew.
 *
 * <pre>{@code
 * Model model = Model.load(path, LoadOptions.defaults().tolerant(System.err::println));
 * if (model.compilation().optimizer() instanceof UnsupportedOptimizer) {
 *   model.compile(new Adam(1e-4), model.compilation().loss(), model.compilation().metrics());
 * }
 * }</pre>
 */
public final class UnsupportedOptimizer extends FluentOptimizer<UnsupportedOptimizer> {
  private final Config config;
  private final String reason;

  /**
   * Stands for this optimizer.
   *
   * @param config what the file says
   * @param reason why Lamina cannot make it, for people
   */
  public UnsupportedOptimizer(Config config, String reason) {
    super(0);
    this.config = config;
    this.reason = reason;
  }

  /** Why Lamina cannot make it, for people. */
  public String reason() {
    return reason;
  }

  /**
   * Refuses to train.
   *
   * @throws LaminaException always
   */
  @Override
  public Value step(UpdateContext context, Value weight, Value gradient) {
    throw new LaminaException(
        "the model cannot be trained with the optimizer %s of its file: %s; compile it with another, such as new Adam()"
            .formatted(config.className(), reason));
  }

  @Override
  public Config config() {
    return config;
  }
}
