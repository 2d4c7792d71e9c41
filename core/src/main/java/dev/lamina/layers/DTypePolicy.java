package dev.lamina.layers;

import dev.lamina.config.Choices;
import dev.lamina.config.Config;
import dev.lamina.config.ConfigReader;
import dev.lamina.config.UnsupportedConfigException;
import dev.lamina.ir.DType;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In which numbers a layer computes, as in Keras. Weights, optimizer, loss, metrics and batch
 * normalization's statistics are always of 32 bits.
 *
 * <pre>{@code
 * model.setDTypePolicy("mixed_bfloat16");         // for all layers that do not say otherwise
 * new Dense(10).activation("softmax").dtype("float32");
 * }</pre>
 *
 * <p>With {@code mixed_bfloat16} inputs and weights are rounded to bfloat16 (8 significant bits,
 * the exponent of a float) when a layer reads them, and its results are bfloat16. Processors with
 * bfloat16 instructions compute about 1.3 times as fast so; others are refused when the model is
 * first used. No scaling of the loss is needed. Keras's guide advises to keep the last softmax in
 * float32.
 */
public enum DTypePolicy {
  /** Floats throughout; the default. */
  FLOAT32(DType.FLOAT32),
  /** Computes in bfloat16, keeps weights in float32. */
  MIXED_BFLOAT16(DType.BFLOAT16);

  private static final Choices<DTypePolicy> BY_NAME = Choices.of("dtype policy", DTypePolicy.class);

  private final DType computeDType;

  DTypePolicy(DType computeDType) {
    this.computeDType = computeDType;
  }

  /**
   * The policy of this name.
   *
   * @param name {@code float32} or {@code mixed_bfloat16}
   * @throws IllegalArgumentException listing the right names
   */
  public static DTypePolicy of(String name) {
    return BY_NAME.get(name);
  }

  /**
   * The argument {@code dtype}, or null if it is absent. Keras writes a policy as an object, Keras
   * 2 as its name.
   */
  static @Nullable DTypePolicy argument(ConfigReader config) {
    Object dtype = config.value("dtype");
    Object name = dtype instanceof Config policy ? policy.get("name") : dtype;
    if (name == null) {
      return null;
    }
    try {
      return of(String.valueOf(name));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedConfigException(
          "dtype %s is not supported; there are %s".formatted(name, Arrays.toString(values())));
    }
  }

  /** The element type of what the layer computes. */
  public DType computeDType() {
    return computeDType;
  }

  /** The name, as in Keras. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
