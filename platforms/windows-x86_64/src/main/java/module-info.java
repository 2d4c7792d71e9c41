/** The library with its fast engine and the natives of Windows on x86-64. */
@SuppressWarnings("module") // platforms are named as those who publish the natives name them
module dev.lamina.windows.x86_64 {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires org.bytedeco.dnnl.windows.x86_64;
  requires org.bytedeco.javacpp.windows.x86_64;
  requires org.bytedeco.opencl.windows.x86_64;
}
