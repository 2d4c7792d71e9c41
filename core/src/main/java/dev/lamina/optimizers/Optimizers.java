package dev.lamina.optimizers;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Optimizers by Keras's names, with Keras's defaults.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizers.get("adam");
 * }</pre>
 */
public final class Optimizers {
  private static final Choices<Optimizer> ALL =
      Choices.of("optimizer", byName())
          .withAbsent(
              "Adadelta",
              "Adafactor",
              "Adagrad",
              "Adamax",
              "Ftrl",
              "Lamb",
              "Lion",
              "Muon",
              "Nadam",
              "ScheduleFreeAdamW");

  private Optimizers() {}

  /**
   * The optimizer of this name, in upper or lower case: sgd, rmsprop, adam or adamw.
   *
   * @throws IllegalArgumentException listing the right names
   */
  public static Optimizer get(String name) {
    return ALL.get(name);
  }

  /**
   * The optimizer that a config stands for.
   *
   * @throws dev.lamina.config.UnsupportedConfigException if there is no such class or argument
   */
  public static Optimizer from(ConfigReader reader) {
    reader.ignore("name", "ema_momentum", "is_legacy_optimizer", "jit_compile", "decay");
    reader.only("decay", 0);
    reader.only("use_ema", false);
    reader.only("ema_overwrite_frequency");
    reader.only("loss_scale_factor");
    reader.only("gradient_accumulation_steps");
    if (reader.value("learning_rate") instanceof Config schedule) {
      throw new UnsupportedConfigException(
          "the learning rate schedule %s is not supported".formatted(schedule.className()));
    }
    Optimizer optimizer = reader.make(Optimizer.class, BY_CLASS).duplicate();
    // Files of Keras 2 hold false for a decay that is off.
    if (Boolean.FALSE.equals(reader.value("weight_decay"))) {
      reader.ignore("weight_decay");
    } else if (reader.has("weight_decay")) {
      optimizer.setWeightDecay(reader.number("weight_decay"));
    }
    if (reader.has("clipnorm")) {
      optimizer.setClipNorm(reader.number("clipnorm"));
    }
    if (reader.has("clipvalue")) {
      optimizer.setClipValue(reader.number("clipvalue"));
    }
    if (reader.has("global_clipnorm")) {
      optimizer.setGlobalClipNorm(reader.number("global_clipnorm"));
    }
    reader.finish();
    return optimizer;
  }

  private static final Map<String, Function<ConfigReader, Optimizer>> BY_CLASS =
      Map.of(
          "SGD",
          r ->
              new SGD(r.number("learning_rate", 0.01))
                  .momentum(r.number("momentum", 0))
                  .nesterov(r.flag("nesterov", false)),
          "RMSprop",
          r ->
              new RMSprop(r.number("learning_rate", 1e-3))
                  .rho(r.number("rho", 0.9))
                  .momentum(r.number("momentum", 0))
                  .epsilon(r.number("epsilon", 1e-7))
                  .centered(r.flag("centered", false)),
          "Adam",
          r -> adam(new Adam(r.number("learning_rate", 1e-3)), r),
          "AdamW",
          r -> adam(new AdamW(r.number("learning_rate", 1e-3)), r));

  private static <O extends AdamOptimizer<O>> O adam(O optimizer, ConfigReader reader) {
    return optimizer
        .beta1(reader.number("beta_1", 0.9))
        .beta2(reader.number("beta_2", 0.999))
        .epsilon(reader.number("epsilon", 1e-7))
        .amsgrad(reader.flag("amsgrad", false));
  }

  private static Map<String, Optimizer> byName() {
    Map<String, Optimizer> byName = new LinkedHashMap<>();
    byName.put("sgd", new SGD());
    byName.put("rmsprop", new RMSprop());
    byName.put("adam", new Adam());
    byName.put("adamw", new AdamW());
    return byName;
  }
}
