/** Layers, models, training, data, the planner and the reference engine. */
module dev.lamina.core {
  requires transitive java.desktop; // ImageIO; BufferedImage in Images
  requires static transitive org.jspecify;

  exports dev.lamina;
  exports dev.lamina.activations;
  exports dev.lamina.autodiff;
  exports dev.lamina.callbacks;
  exports dev.lamina.checkpoints;
  exports dev.lamina.config;
  exports dev.lamina.constraints;
  exports dev.lamina.datasets;
  exports dev.lamina.engine;
  exports dev.lamina.engine.reference;
  exports dev.lamina.explain;
  exports dev.lamina.files;
  exports dev.lamina.initializers;
  exports dev.lamina.ir;
  exports dev.lamina.ir.ops;
  exports dev.lamina.layers;
  exports dev.lamina.layers.activation;
  exports dev.lamina.layers.arguments;
  exports dev.lamina.layers.convolutional;
  exports dev.lamina.layers.core;
  exports dev.lamina.layers.merging;
  exports dev.lamina.layers.normalization;
  exports dev.lamina.layers.pooling;
  exports dev.lamina.layers.preprocessing;
  exports dev.lamina.layers.registry;
  exports dev.lamina.layers.regularization;
  exports dev.lamina.layers.reshaping;
  exports dev.lamina.losses;
  exports dev.lamina.metrics;
  exports dev.lamina.models;
  exports dev.lamina.network;
  exports dev.lamina.optimizers;
  exports dev.lamina.plan;
  exports dev.lamina.regularizers;
  exports dev.lamina.schedules;

  uses dev.lamina.engine.EngineProvider;
  uses dev.lamina.models.ModelFormat;

  provides dev.lamina.engine.EngineProvider with
      dev.lamina.engine.reference.ReferenceEngineProvider;
}
