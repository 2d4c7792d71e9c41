/** Layers, models, training, data, the planner and the reference engine. */
module dev.lamina.core {
  requires static transitive org.jspecify;
}
