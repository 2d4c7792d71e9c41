/** What every engine and every layer must pass. */
module dev.lamina.testkit {
  requires static org.jspecify;
  requires transitive dev.lamina.contract;
  requires transitive dev.lamina.core;
  requires dev.lamina.keras;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports dev.lamina.testkit;
  exports dev.lamina.testkit.golden;
}
