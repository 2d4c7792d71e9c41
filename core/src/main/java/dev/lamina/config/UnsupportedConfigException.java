package dev.lamina.config;

import dev.lamina.LaminaException;

/**
 * A config names a class or an argument that Lamina does not have.
 *
 * <pre>{@code
 * try {
 *   Layers.from(new ConfigReader(config, CustomObjects.none()));
 * } catch (UnsupportedConfigException e) {
 *   System.err.println(e.getMessage()); // class MultiHeadAttention is not supported
 * }
 * }</pre>
 */
public final class UnsupportedConfigException extends LaminaException {
  private static final long serialVersionUID = 1L;

  public UnsupportedConfigException(String message) {
    super(message);
  }
}
