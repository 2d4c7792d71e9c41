/** The library with its fast engine and the natives of macOS on x86-64. */
@SuppressWarnings("module") // platforms are named as those who publish the natives name them
module dev.lamina.macosx.x86_64 {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires org.bytedeco.dnnl.macosx.x86_64;
  requires org.bytedeco.javacpp.macosx.x86_64;
  requires org.bytedeco.opencl.macosx.x86_64;
}
