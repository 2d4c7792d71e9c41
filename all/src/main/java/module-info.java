/**
 * The library with its fast engine and the natives of all platforms: the one module that a program
 * requires.
 */
module dev.lamina {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
  requires dev.lamina.linux.arm64;
  requires dev.lamina.linux.x86_64;
  requires dev.lamina.macosx.arm64;
  requires dev.lamina.macosx.x86_64;
  requires dev.lamina.windows.x86_64;
}
