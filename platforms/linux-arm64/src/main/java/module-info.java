/** The library with its fast engine and the natives of Linux on arm64. */
@SuppressWarnings("module") // platforms are named as those who publish the natives name them
module dev.lamina.linux.arm64 {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires org.bytedeco.dnnl.linux.arm64;
  requires org.bytedeco.javacpp.linux.arm64;
  requires org.bytedeco.opencl.linux.arm64;
}
