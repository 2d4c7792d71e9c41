/** The cases that every engine is compared with the reference engine in. */
module dev.lamina.contract {
  requires static org.jspecify;
  requires transitive dev.lamina.core;

  exports dev.lamina.contract;
}
