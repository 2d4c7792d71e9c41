/** Programs to read and to start from. */
module dev.lamina.examples {
  requires static org.jspecify;
  requires dev.lamina;
}
