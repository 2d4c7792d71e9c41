/** The engine that runs Lamina's ops on oneDNN. */
module dev.lamina.onednn {
  requires static org.jspecify;
  requires transitive dev.lamina.core;
  requires org.bytedeco.dnnl;
  requires org.bytedeco.javacpp;
  // Not used here, but dnnl's natives do not load without it, and dnnl's own descriptor forgets it.
  requires org.bytedeco.opencl;

  exports dev.lamina.engine.onednn;

  provides dev.lamina.engine.EngineProvider with
      dev.lamina.engine.onednn.OneDnnProvider;
}
