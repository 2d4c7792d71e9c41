package dev.lamina.keras.zip;

import dev.lamina.keras.zip.HostileArchives.Attack;
import dev.lamina.keras.zip.RawZip.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Archives whose parts contradict each other, share bytes, or point elsewhere. */
final class HostileZips {
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String DISAGREE = "its own header and the directory disagree";

  private HostileZips() {}

  /** Three entries of the names that are read. */
  static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put(METADATA, Entry.stored("{}".getBytes(StandardCharsets.UTF_8)));
    entries.put(CONFIG, Entry.deflated("{\"a\": 1}".repeat(50).getBytes(StandardCharsets.UTF_8)));
    entries.put("assets/x", Entry.stored(new byte[100]));
    return entries;
  }

  static RawZip small() {
    return RawZip.of(entries());
  }

  static RawZip large() {
    return RawZip.large(entries());
  }

  static Map<String, Attack> all() {
    Map<String, Attack> all = new LinkedHashMap<>();
    disagreements(all);
    overlaps(all);
    directories(all);
    zip64(all);
    contents(all);
    return all;
  }

  private static void disagreements(Map<String, Attack> all) {
    String local = "local " + CONFIG;
    put(all, "header of another name", small().put16(local, 30, 'x'), DISAGREE);
    put(all, "header of another method", small().put16(local, 8, 0), DISAGREE);
    put(all, "header of other flags", small().put16(local, 6, 1 << 11), DISAGREE);
    put(all, "header of another checksum", small().put32(local, 14, 1), DISAGREE);
    put(all, "header of another packed size", small().put32(local, 18, 1), DISAGREE);
    put(all, "header of another size", small().put32(local, 22, 1), DISAGREE);
    put(all, "header that is none", small().put32(local, 0, 1), DISAGREE);
    RawZip streamed =
        small()
            .put16(local, 6, ZipItem.STREAMED)
            .put16("central " + CONFIG, 8, ZipItem.STREAMED)
            .put32(local, 14, 0)
            .put32(local, 18, 0);
    put(all, "streamed header of another size", streamed.put32(local, 22, 7), DISAGREE);
    put(all, "header with a long name", small().put16(local, 26, 0xFFFF), "is not inside the file");
    put(all, "header elsewhere", small().put32("central " + CONFIG, 42, 1 << 30), "not inside");
    put(
        all,
        "entry in the directory",
        small().put32("central assets/x", 20, 200),
        "not compressed");
    RawZip reaching =
        small()
            .put32("central assets/x", 20, 300)
            .put32("central assets/x", 24, 300)
            .put32("local assets/x", 18, 300)
            .put32("local assets/x", 22, 300);
    put(all, "entry that reaches on", reaching, "assets/x reaches into the directory");
  }

  private static void overlaps(Map<String, Attack> all) {
    Entry inner = Entry.stored("{}".getBytes(StandardCharsets.UTF_8));
    byte[] quoted = join(RawZip.local(METADATA, inner, false), inner.packed());
    Map<String, Entry> entries = new LinkedHashMap<>();
    entries.put(CONFIG, Entry.stored(quoted));
    entries.put(METADATA, inner);
    RawZip zip = RawZip.of(entries);
    put(
        all,
        "entry in an entry",
        zip.put32("central " + METADATA, 42, zip.at().get("data " + CONFIG)),
        "the archive's entries config.json and metadata.json overlap");
    RawZip twice = small().put32("central " + METADATA, 42, small().at().get("local " + CONFIG));
    put(all, "two entries of one header", twice, DISAGREE);
    put(all, "nested bomb", new RawZip(nested(300), Map.of()), "overlap");
  }

  /**
   * A bomb whose entries all unpack the same kernel, each quoting the headers of those behind it in
   * blocks that are not compressed (Fifield, A better zip bomb, 2019).
   */
  private static byte[] nested(int count) {
    byte[] zeros = new byte[1 << 20];
    Entry next = Entry.deflated(zeros);
    byte[] content = zeros;
    String nextName = CONFIG;
    byte[] locals = join(RawZip.local(nextName, next, false), next.packed());
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, Integer> fromEnd = new LinkedHashMap<>();
    entries.put(nextName, next);
    fromEnd.put(nextName, locals.length);
    for (int i = 1; i < count; i++) {
      byte[] quote = RawZip.local(nextName, next, false);
      ByteBuffer block = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0);
      block.putShort((short) quote.length).putShort((short) ~quote.length);
      content = join(quote, content);
      Entry packed = Entry.stored(content); // for its checksum
      byte[] data = join(block.array(), join(quote, next.packed()));
      next = new Entry(data, ZipItem.DEFLATED, packed.crc(), content.length);
      nextName = "assets/" + i;
      byte[] header = RawZip.local(nextName, next, false);
      locals = join(join(header, block.array()), locals);
      entries.put(nextName, next);
      fromEnd.put(nextName, locals.length);
    }
    // The directory of those entries, behind the nested ones.
    RawZip plain = RawZip.of(entries);
    int start = plain.at().get("central " + CONFIG);
    byte[] bytes = new byte[locals.length + plain.bytes().length - start];
    System.arraycopy(locals, 0, bytes, 0, locals.length);
    System.arraycopy(plain.bytes(), start, bytes, locals.length, bytes.length - locals.length);
    int moved = locals.length - start;
    Map<String, Integer> at = new LinkedHashMap<>();
    plain.at().forEach((part, place) -> at.put(part, place + moved));
    RawZip result = new RawZip(bytes, at).put32("end", 16, at.get("central " + CONFIG));
    for (String name : entries.keySet()) {
      result = result.put32("central " + name, 42, at.get("central " + CONFIG) - fromEnd.get(name));
    }
    return result.bytes();
  }

  private static void directories(Map<String, Attack> all) {
    String central = "central " + CONFIG;
    String misplaced = "its directory does not end where its end record begins";
    RawZip prefixed = small().insert("local " + METADATA, new byte[10]);
    put(all, "bytes before", prefixed, misplaced);
    put(all, "bytes before the end", small().insert("end", new byte[10]), misplaced);
    put(
        all,
        "bytes behind the end",
        new RawZip(join(small().bytes(), new byte[3]), Map.of()),
        "no end record");
    put(all, "directory elsewhere", small().put32("end", 16, 3), misplaced);
    put(all, "directory beyond", small().put32("end", 16, 1 << 30), misplaced);
    put(all, "directory too long", small().put32("end", 12, 1 << 30), misplaced);
    RawZip more = small().put16("end", 8, 4).put16("end", 10, 4);
    put(all, "fewer entries than told", more, "less in its directory than its end record says");
    RawZip fewer = small().put16("end", 8, 2).put16("end", 10, 2);
    put(all, "more entries than told", fewer, "more in its directory than its end record says");
    put(all, "directory of something else", small().put32(central, 0, 7), "less in its directory");
    put(all, "name that leaves", small().put16(central, 28, 0xFFFF), "leaves its directory");
    put(all, "extra that leaves", small().put16(central, 30, 0xFFFF), "leaves its directory");
    put(all, "comment that leaves", small().put16(central, 32, 0xFFFF), "leaves its directory");
    put(all, "entry without a name", small().put16(central, 28, 0), "a name of 0 bytes");
    put(all, "entry on another disk", small().put16(central, 34, 1), "is in another file");
    put(all, "archive in parts", small().put16("end", 4, 1), "in several files");
    put(all, "encrypted", small().put16(central, 8, 1), "config.json is encrypted");
    put(all, "unknown method", small().put16(central, 10, 12), "compressed by method 12");
    Map<String, Entry> names = new LinkedHashMap<>(entries());
    names.put("config.json\0x", Entry.stored(new byte[1]));
    put(all, "name with a zero", RawZip.of(names), "config.json?x\" has control characters");
    names.remove("config.json\0x");
    names.put("a".repeat(600), Entry.stored(new byte[1]));
    put(all, "long name", RawZip.of(names), "a name of 600 bytes, expected 1 to 512");
    Map<String, Entry> long_ = new LinkedHashMap<>();
    for (int i = 0; i < 999; i++) {
      long_.put("assets/" + i, Entry.stored(new byte[0]));
    }
    RawZip wide = RawZip.of(long_).insert("end", new byte[2 << 20]);
    wide = wide.put32("end", 12, wide.field32("end", 12) + (2 << 20));
    put(all, "huge directory", wide, "directory has 21");
    names.remove("a".repeat(600));
    names.put("assets/y", Entry.stored(new byte[1]));
    put(all, "asset twice", last(names), "the archive holds assets/x twice");
  }

  /** The last entry under the name of the one before. */
  private static RawZip last(Map<String, Entry> entries) {
    String text = new String(RawZip.of(entries).bytes(), StandardCharsets.ISO_8859_1);
    byte[] bytes = text.replace("assets/y", "assets/x").getBytes(StandardCharsets.ISO_8859_1);
    return new RawZip(bytes, Map.of());
  }

  private static void zip64(Map<String, Attack> all) {
    String central = "central " + CONFIG;
    int extra = 46 + CONFIG.length();
    String lacks = "config.json lacks a value in its zip64 field";
    put(all, "zip64 field missing", large().put16(central, extra, 2), lacks);
    RawZip shorter = large().put16(central, extra + 2, 16).put16(central, extra + 20, 9);
    put(all, "zip64 field cut off", shorter.put16(central, extra + 22, 4), lacks);
    put(all, "zip64 field too long", large().put16(central, extra + 2, 25), "fields are cut off");
    RawZip two = large().put16(central, extra + 2, 8).put16(central, extra + 12, 1);
    put(all, "two zip64 fields", two.put16(central, extra + 14, 12), "has two zip64 fields");
    put(all, "negative size", large().put64(central, extra + 4, -5), "negative value");
    put(
        all,
        "negative place",
        large().put64(central, extra + 20, Long.MIN_VALUE),
        "negative value");
    put(all, "place beyond", large().put64(central, extra + 20, Long.MAX_VALUE), "not inside");
    put(all, "packed beyond", large().put64(central, extra + 12, Long.MAX_VALUE), DISAGREE);
    int local = 30 + CONFIG.length();
    put(all, "other zip64 size", large().put64("local " + CONFIG, local + 4, 9), DISAGREE);
    String record = "its zip64 record is not where its end says";
    put(all, "no zip64 locator", large().put32("locator", 0, 7), "lacks the zip64 record");
    put(all, "zip64 record elsewhere", large().put64("locator", 8, 3), record);
    put(
        all,
        "zip64 record beyond",
        large().put64("locator", 8, 1L << 40),
        "is not inside the file");
    put(all, "zip64 record before", large().put64("locator", 8, -8), "is not inside the file");
    put(all, "zip64 record of another length", large().put64("end64", 4, 45), record);
    put(all, "zip64 record of no length", large().put64("end64", 4, -1), record);
    put(all, "zip64 archive in parts", large().put32("locator", 16, 2), "in several files");
    put(all, "zip64 entries", large().put64("end64", 24, 2), "in several files");
    RawZip negative = large().put64("end64", 24, -3).put64("end64", 32, -3);
    String misplaced = "its directory does not end where its end record begins";
    put(all, "negative entries", negative, misplaced);
    RawZip many = large().put64("end64", 24, 1L << 40).put64("end64", 32, 1L << 40);
    put(all, "zip64 of many entries", many, "the archive has 1099511627776 entries, at most 1000");
    put(all, "negative directory", large().put64("end64", 40, -1), misplaced);
    put(all, "zip64 directory elsewhere", large().put64("end64", 48, Long.MAX_VALUE), misplaced);
    put(
        all,
        "two end records",
        large().put16("end", 8, 2).put16("end", 10, 2),
        "end records disagree");
    put(all, "two directories", large().put32("end", 16, 9), "its two end records disagree");
  }

  private static void contents(Map<String, Attack> all) {
    String claims = "unpacked it does not have the";
    byte[] text = "{\"a\": 1}".repeat(50).getBytes(StandardCharsets.UTF_8);
    Entry good = Entry.deflated(text);
    put(all, "shorter than told", config(good.packed(), good.crc(), text.length + 1), claims);
    put(all, "longer than told", config(good.packed(), good.crc(), text.length - 1), claims);
    byte[] more = join(good.packed(), new byte[4]);
    put(all, "bytes behind the content", config(more, good.crc(), text.length), claims);
    byte[] less = java.util.Arrays.copyOf(good.packed(), good.packed().length - 1);
    put(all, "content cut off", config(less, good.crc(), text.length), claims);
    put(all, "nothing packed", config(new byte[0], good.crc(), text.length), claims);
    byte[] nonsense = {7, 1, 2, 3};
    put(all, "no deflate", config(nonsense, good.crc(), text.length), "cannot be unpacked");
    put(all, "another checksum", config(good.packed(), 1, text.length), "its checksum is wrong");
    byte[] bomb = RawZip.deflate(new byte[100 << 20]);
    put(all, "bomb that tells less", config(bomb, 0, 10), claims);
    put(all, "bomb that tells all", config(bomb, 0, 100 << 20), "claims 104857600 bytes");
    put(all, "bomb beyond 4 GB", large(bomb, 1L << 40), "claims 1099511627776 bytes");
  }

  private static RawZip config(byte[] packed, int crc, long size) {
    return RawZip.of(Map.of(CONFIG, new Entry(packed, ZipItem.DEFLATED, crc, size)));
  }

  private static RawZip large(byte[] packed, long size) {
    return RawZip.large(Map.of(CONFIG, new Entry(packed, ZipItem.DEFLATED, 0, size)));
  }

  private static byte[] join(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static void put(Map<String, Attack> all, String name, RawZip zip, String message) {
    all.put("zip: " + name, new Attack(zip.bytes(), message));
  }
}
