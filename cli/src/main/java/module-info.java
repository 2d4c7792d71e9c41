/** The {@code lamina} program. */
module dev.lamina.cli {
  requires static org.jspecify;
  requires dev.lamina;
  requires dev.lamina.contract;
  requires info.picocli;
  requires java.management;
  requires jdk.management;

  opens dev.lamina.cli to
      info.picocli;
}
