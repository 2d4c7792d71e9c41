package dev.lamina.keras;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lamina.LaminaException;
import dev.lamina.models.LoadOptions;

/**
 * The two parsers on any bytes: they give a result or a {@link LaminaException}. In a normal build
 * only the committed inputs run; docs/keras-safety.md has the command that looks for more.
 */
class ParserFuzzTest {
  @FuzzTest
  void hdf5(byte[] bytes) {
    try {
      Hdf5Reader.read(bytes);
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }

  @FuzzTest
  void config(byte[] bytes) {
    try {
      Architecture.fromJson(
          Json.readObject("config.json", bytes), LoadOptions.defaults().engine("reference"));
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }
}
