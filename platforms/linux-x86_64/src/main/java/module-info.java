/** The library with its fast engine and the natives of Linux on x86-64. */
@SuppressWarnings("module") // platforms are named as those who publish the natives name them
module dev.lamina.linux.x86_64 {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires org.bytedeco.dnnl.linux.x86_64;
  requires org.bytedeco.javacpp.linux.x86_64;
  requires org.bytedeco.opencl.linux.x86_64;
}
