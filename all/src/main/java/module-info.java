/** The library with its fast engine: the one module that a program requires. */
module dev.lamina {
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires dev.lamina.onednn;
}
