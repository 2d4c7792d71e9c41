/** Reads and writes the model files of Keras. */
module dev.lamina.keras {
  requires static org.jspecify;
  requires transitive dev.lamina.core;
  requires com.fasterxml.jackson.core;

  exports dev.lamina.keras;

  provides dev.lamina.models.ModelFormat with
      dev.lamina.keras.KerasFormat,
      dev.lamina.keras.WeightsFormat,
      dev.lamina.keras.LegacyFormat;
}
