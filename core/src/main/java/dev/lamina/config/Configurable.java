package dev.lamina.config;

/** Something that can say what it is: layers, initializers, optimizers, losses, metrics. */
public interface Configurable {
  Config config();
}
