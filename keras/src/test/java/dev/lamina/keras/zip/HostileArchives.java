package dev.lamina.keras.zip;

import dev.lamina.keras.hdf5.Hdf5Writer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes archives and configs, each with one attack in it. */
public final class HostileArchives {
  public record Attack(byte[] file, String message) {}

  private HostileArchives() {}

  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] config(String config) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("config.json", config.getBytes(StandardCharsets.UTF_8));
    entries.put("model.weights.h5", Hdf5Writer.write(new Hdf5Writer.Group()));
    return zip(entries);
  }

  /** A model of this one layer on images of 8x8. */
  static byte[] layer(String className, String arguments) throws IOException {
    return layer("\"module\":\"keras.layers\",\"registered_name\":null", className, arguments);
  }

  private static byte[] layer(String origin, String className, String arguments)
      throws IOException {
    return model(
        "[null,8,8,1]",
        "{%s,\"class_name\":\"%s\",\"config\":{\"name\":\"evil\"%s}}"
            .formatted(origin, className, arguments.isEmpty() ? "" : "," + arguments));
  }

  private static byte[] model(String batchShape, String layers) throws IOException {
    return config(
        ("{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":["
                + "{\"class_name\":\"InputLayer\",\"config\":{\"batch_shape\":%s}},%s]}}")
            .formatted(batchShape, layers));
  }

  /** Replaces one text by another of the same length wherever it stands. */
  private static byte[] patched(byte[] file, String from, String to) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Changes four bytes of the first central entry. */
  private static byte[] central(byte[] file, int field, int value) {
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    for (int i = 0; i < 4; i++) {
      file[at + field + i] = (byte) (value >> (8 * i));
    }
    return file;
  }

  private static byte[] many() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 70_000; i++) {
      entries.put("assets/" + i, new byte[0]);
    }
    return zip(entries);
  }

  private static final String DENSE = "{\"class_name\":\"Dense\",\"config\":{\"units\":1}}";

  public static Map<String, Attack> all() throws IOException {
    Map<String, Attack> all = new LinkedHashMap<>();
    archives(all);
    all.putAll(HostileZips.all());
    json(all);
    code(all);
    sizes(all);
    return all;
  }

  private static void archives(Map<String, Attack> all) throws IOException {
    for (String name : new String[] {"../up", "a/../../up", "/etc/x", "C:/x", "a\\..\\x"}) {
      put(all, "entry " + name, zip(Map.of(name, new byte[1])), "leaves the archive");
    }
    byte[] good = model("[null,8]", DENSE);
    put(all, "no zip", "not a zip".getBytes(StandardCharsets.UTF_8), "no zip at all");
    put(all, "cut off", java.util.Arrays.copyOf(good, good.length / 2), "damaged, cut off");
    put(all, "no config", zip(Map.of("x", new byte[1])), "the archive holds no config.json");
    put(
        all,
        "npz weights",
        zip(Map.of("model.weights.npz", new byte[1])),
        "weights in model.weights.npz are not supported");
    put(
        all,
        "entry twice",
        patched(
            zip(
                new LinkedHashMap<>(
                    Map.of("config.json", new byte[2], "configAjson", new byte[2]))),
            "configAjson",
            "config.json"),
        "the archive holds config.json twice");
    put(all, "many entries", many(), "the archive has 70000 entries, at most 1000");
    put(
        all,
        "bomb of text",
        zip(Map.of("config.json", new byte[(16 << 20) + 1])),
        "which is refused");
    put(
        all,
        "bomb of weights",
        zip(Map.of("model.weights.h5", new byte[(64 << 20) + 1])),
        "which is refused");
    put(all, "size that lies", central(model("[null,8]", DENSE), 24, 1 << 30), "which is refused");
    put(
        all,
        "size that lies a little",
        central(model("[null,8]", DENSE), 24, 1 << 20),
        "unpacked it does not have the 1048576 bytes that it claims");
    put(
        all,
        "zip64 without its field",
        central(model("[null,8]", DENSE), 24, -1),
        "config.json lacks a value in its zip64 field");
    put(all, "wrong checksum", central(model("[null,8]", DENSE), 16, 7), "checksum is wrong");
  }

  private static void json(Map<String, Attack> all) throws IOException {
    put(all, "deep lists", config("{\"a\":" + "[".repeat(100_000)), "nesting depth");
    put(all, "deep objects", config("{\"a\":".repeat(100_000)), "nesting depth");
    put(all, "many tokens", config("{\"a\":[" + "[],".repeat(2_000_000) + "1]}"), "Token count");
    put(all, "huge exponent", config("{\"a\":1e999}"), "the number 1e999 is too large");
    put(all, "long number", config("{\"a\":" + "1".repeat(100_000) + "}"), "Number value length");
    put(all, "long text", config("{\"a\":\"" + "x".repeat(2 << 20) + "\"}"), "String value length");
    put(all, "long name", config("{\"" + "x".repeat(1 << 16) + "\":1}"), "Name length");
    put(all, "name twice", config("{\"a\":1,\"a\":2}"), "Duplicate");
    put(all, "not a number", config("{\"a\":NaN}"), "config.json is damaged: Non-standard token");
    put(all, "infinity", config("{\"a\":Infinity}"), "config.json is damaged: Non-standard token");
    put(all, "two objects", config("{}{}"), "config.json must be one JSON object");
    put(all, "a list", config("[1]"), "config.json must be one JSON object");
    put(all, "nothing", config(""), "config.json");
    put(all, "no layers", config("{\"class_name\":\"Sequential\",\"config\":{}}"), "1 to 5000");
    put(
        all,
        "many layers",
        model("[null,8]", (DENSE + ",").repeat(5001) + DENSE),
        "1 to 5000 layers");
  }

  private static void code(Map<String, Attack> all) throws IOException {
    put(
        all,
        "byte code",
        layer(
            "Lambda", "\"function\":{\"class_name\":\"__lambda__\",\"config\":{\"code\":\"4w\"}}"),
        "layer 'evil' of class Lambda is refused: it holds code");
    put(
        all,
        "layer that reads files",
        layer("TFSMLayer", "\"filepath\":\"/etc\""),
        "layer 'evil' of class TFSMLayer is refused: it reads other files");
    put(
        all,
        "module of anybody",
        layer("\"module\":\"os\",\"registered_name\":null", "Dense", "\"units\":1"),
        "layer 'evil' of class os.Dense is not supported");
    put(
        all,
        "registered class that looks built in",
        layer("\"module\":\"x\",\"registered_name\":\"Custom>Dense\"", "Dense", "\"units\":1"),
        "layer 'evil' of class Custom>Dense (Dense) is not supported");
    put(
        all,
        "registered under a built-in name",
        layer("\"module\":\"x\",\"registered_name\":\"Dense\"", "Evil", "\"units\":1"),
        "layer 'evil' of class Dense (Evil) is not supported");
    put(
        all,
        "safe mode switched off",
        layer(
            "\"module\":\"keras.config\",\"registered_name\":null",
            "enable_unsafe_deserialization",
            ""),
        "layer 'evil' of class enable_unsafe_deserialization is not supported");
    put(
        all,
        "activation that is code",
        layer(
            "Activation",
            "\"activation\":{\"class_name\":\"__lambda__\",\"config\":{\"value\":\"4w\"}}"),
        "activation of class __lambda__ is not supported");
    put(
        all,
        "activation of another module",
        layer(
            "Activation",
            "\"activation\":{\"module\":\"os\",\"class_name\":\"function\",\"config\":\"system\"}"),
        "activation of class function system is not supported");
    put(
        all,
        "class of the JVM",
        layer("java.lang.Runtime", ""),
        "layer 'evil' of class java.lang.Runtime is not supported");
    put(
        all,
        "all at once",
        model(
            "[null,8,8,1]",
            "{\"class_name\":\"LSTM\",\"config\":{\"name\":\"a\"}},"
                + "{\"class_name\":\"GRU\",\"config\":{\"name\":\"b\"}}"),
        "layer 'a' of class LSTM is not supported\nlayer 'b' of class GRU is not supported");
  }

  private static void sizes(Map<String, Attack> all) throws IOException {
    put(all, "negative units", layer("Dense", "\"units\":-1"), "units must be >= 1, received -1");
    put(all, "no units", layer("Dense", "\"units\":1.5"), "must be a whole number, received 1.5");
    put(all, "units beyond int", layer("Dense", "\"units\":1e18"), "must be a whole number");
    put(all, "huge units", layer("Dense", "\"units\":2147483647"), "shape");
    put(
        all,
        "units that are not there",
        layer("Dense", "\"units\":20000000"),
        "holds no weights of layers");
    String pool = "\"pool_size\":[2147483647,2147483647],\"padding\":\"%s\"";
    put(
        all,
        "huge pool",
        layer("MaxPooling2D", pool.formatted("same")),
        "holds no weights of layers");
    put(all, "huge valid pool", layer("MaxPooling2D", pool.formatted("valid")), "does not fit");
    String filter = "\"filters\":1,\"kernel_size\":%s,\"dilation_rate\":%s,\"padding\":\"same\"";
    put(
        all,
        "kernel that wraps around",
        layer("Conv2D", filter.formatted("65537", "65537")),
        "larger than any image");
    put(all, "no kernel", layer("Conv2D", filter.formatted("0", "1")), "kernelSize must be >= 1");
    put(
        all,
        "huge input",
        model("[null,2147483647,2147483647,3]", "{\"class_name\":\"Flatten\",\"config\":{}}"),
        "more than 2^31 - 1 elements");
    put(
        all,
        "negative input",
        model("[null,-8,8,3]", "{\"class_name\":\"Flatten\",\"config\":{}}"),
        "every axis but the batch needs a size");
  }

  private static void put(Map<String, Attack> all, String name, byte[] file, String message) {
    all.put(name, new Attack(file, message));
  }
}
