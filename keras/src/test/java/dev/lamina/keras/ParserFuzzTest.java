package dev.lamina.keras;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lamina.LaminaException;
import dev.lamina.keras.hdf5.Hdf5Data;
import dev.lamina.keras.hdf5.Hdf5Object;
import dev.lamina.keras.hdf5.Hdf5Reader;
import dev.lamina.keras.zip.Archive;
import dev.lamina.keras.zip.MemoryChannel;
import dev.lamina.models.LoadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parsers on any bytes: they give a result or a {@link LaminaException}. In a normal build only
 * the committed inputs run; docs/keras-safety.md has the command that looks for more.
 */
class ParserFuzzTest {
  private static final LoadOptions REFERENCE = LoadOptions.defaults().engine("reference");

  @FuzzTest(maxDuration = "3m")
  void hdf5(byte[] bytes) {
    try {
      unpack(Hdf5Reader.read(bytes));
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }

  private static void unpack(Hdf5Object object) {
    Hdf5Data data = object.data();
    if (data != null) {
      data.floats(data.dims().stream().mapToInt(Integer::intValue).toArray());
    }
    object.children().values().forEach(ParserFuzzTest::unpack);
  }

  /** A whole model of any version of Keras. */
  @FuzzTest(maxDuration = "3m")
  void legacy(byte[] bytes) {
    try {
      LegacyFormat.model(bytes, REFERENCE).close();
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }

  @FuzzTest(maxDuration = "3m")
  void config(byte[] bytes) {
    try {
      Architecture.fromJson(Json.readObject("config.json", bytes), REFERENCE);
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }

  @FuzzTest(maxDuration = "3m")
  void json(byte[] bytes) {
    try {
      Map<String, Object> first = Json.readObject("config.json", bytes);
      if (!Json.readObject("config.json", Json.write(first)).equals(first)) {
        throw new AssertionError("written and read again it is another");
      }
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }

  /** A whole archive. It reads little more than there is. */
  @FuzzTest(maxDuration = "3m")
  void zip(byte[] bytes) throws IOException {
    MemoryChannel channel = new MemoryChannel(bytes);
    try {
      Archive.read(channel);
    } catch (LaminaException expected) {
      // Refused by name.
    }
    if (channel.bytesRead() > 70_000 + 3L * bytes.length) {
      throw new AssertionError("read %d of %d".formatted(channel.bytesRead(), bytes.length));
    }
  }

  /**
   * A whole model without the zip around it, whose checksums would stop every change: the length of
   * config.json in 4 bytes, config.json, metadata.json up to a zero byte, and the weights.
   */
  @FuzzTest(maxDuration = "3m")
  void keras(byte[] bytes) {
    if (bytes.length < 4) {
      return;
    }
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int config = 4 + Math.floorMod(length, bytes.length - 3);
    int metadata = config;
    while (metadata < bytes.length && bytes[metadata] != 0) {
      metadata++;
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("config.json", Arrays.copyOfRange(bytes, 4, config));
    entries.put("metadata.json", Arrays.copyOfRange(bytes, config, metadata));
    int weights = Math.min(metadata + 1, bytes.length);
    entries.put("model.weights.h5", Arrays.copyOfRange(bytes, weights, bytes.length));
    try {
      KerasFormat.model(entries, REFERENCE).close();
    } catch (LaminaException expected) {
      // Refused by name.
    }
  }
}
