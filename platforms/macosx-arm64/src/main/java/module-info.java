/** The library with its fast engine and the natives of macOS on arm64. */
@SuppressWarnings("module") // platforms are named as those who publish the natives name them
module dev.lamina.macosx.arm64 {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires org.bytedeco.dnnl.macosx.arm64;
  requires org.bytedeco.javacpp.macosx.arm64;
  requires org.bytedeco.opencl.macosx.arm64;
}
