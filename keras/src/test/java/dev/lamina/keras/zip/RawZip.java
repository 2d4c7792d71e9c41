package dev.lamina.keras.zip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A zip file that knows where each of its parts is, so that each field can be made to lie.
 *
 * @param at the parts by name: {@code local x}, {@code data x}, {@code central x} for each entry
 *     {@code x}, and {@code end64}, {@code locator}, {@code end}
 */
record RawZip(byte[] bytes, Map<String, Integer> at) {

  /** What an entry holds, and how it is packed. */
  record Entry(byte[] packed, int method, int crc, long size) {
    static Entry stored(byte[] content) {
      return new Entry(content, ZipItem.STORED, crc32(content), content.length);
    }

    static Entry deflated(byte[] content) {
      return new Entry(deflate(content), ZipItem.DEFLATED, crc32(content), content.length);
    }

    private static int crc32(byte[] content) {
      CRC32 crc = new CRC32();
      crc.update(content);
      return (int) crc.getValue();
    }
  }

  static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** One entry after another, then the directory. */
  static RawZip of(Map<String, Entry> entries) {
    return of(entries, false);
  }

  /** As {@link #of}, with zip64 fields and records, as for a file of more than 4 GB. */
  static RawZip large(Map<String, Entry> entries) {
    return of(entries, true);
  }

  private static RawZip of(Map<String, Entry> entries, boolean large) {
    Map<String, Integer> at = new LinkedHashMap<>();
    var out = new ByteArrayOutputStream();
    entries.forEach(
        (name, entry) -> {
          at.put("local " + name, out.size());
          out.writeBytes(local(name, entry, large));
          at.put("data " + name, out.size());
          out.writeBytes(entry.packed());
        });
    int start = out.size();
    entries.forEach(
        (name, entry) -> {
          at.put("central " + name, out.size());
          out.writeBytes(central(name, entry, at.get("local " + name), large));
        });
    int size = out.size() - start;
    if (large) {
      at.put("end64", out.size());
      ByteBuffer end = buffer(56).putInt(0x06064b50).putLong(44).putShort((short) 45);
      end.putShort((short) 45).putInt(0).putInt(0).putLong(entries.size());
      end.putLong(entries.size()).putLong(size).putLong(start);
      out.writeBytes(end.array());
      at.put("locator", out.size());
      ByteBuffer locator = buffer(20).putInt(0x07064b50).putInt(0);
      out.writeBytes(locator.putLong(at.get("end64")).putInt(1).array());
    }
    at.put("end", out.size());
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    end.putShort((short) (large ? -1 : entries.size()));
    end.putShort((short) (large ? -1 : entries.size()));
    out.writeBytes(end.putInt(large ? -1 : size).putInt(large ? -1 : start).array());
    return new RawZip(out.toByteArray(), at);
  }

  static byte[] local(String name, Entry entry, boolean large) {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = buffer(30 + encoded.length + (large ? 20 : 0));
    header.putInt(0x04034b50).putShort((short) 45).putShort((short) 0);
    header.putShort((short) entry.method()).putInt(0).putInt(entry.crc());
    header.putInt(large ? -1 : entry.packed().length).putInt(large ? -1 : (int) entry.size());
    header.putShort((short) encoded.length).putShort((short) (large ? 20 : 0)).put(encoded);
    if (large) {
      header.putShort((short) 1).putShort((short) 16);
      header.putLong(entry.size()).putLong(entry.packed().length);
    }
    return header.array();
  }

  private static byte[] central(String name, Entry entry, int local, boolean large) {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = buffer(46 + encoded.length + (large ? 28 : 0));
    header.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    header.putShort((short) entry.method()).putInt(0).putInt(entry.crc());
    header.putInt(large ? -1 : entry.packed().length).putInt(large ? -1 : (int) entry.size());
    header.putShort((short) encoded.length).putShort((short) (large ? 28 : 0));
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt(large ? -1 : local).put(encoded);
    if (large) {
      header.putShort((short) 1).putShort((short) 24);
      header.putLong(entry.size()).putLong(entry.packed().length).putLong(local);
    }
    return header.array();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A copy with two bytes changed, {@code field} bytes behind the beginning of a part. */
  RawZip put16(String part, int field, int value) {
    RawZip copy = copy();
    copy.view().putShort(at.get(part) + field, (short) value);
    return copy;
  }

  RawZip put32(String part, int field, int value) {
    RawZip copy = copy();
    copy.view().putInt(at.get(part) + field, value);
    return copy;
  }

  RawZip put64(String part, int field, long value) {
    RawZip copy = copy();
    copy.view().putLong(at.get(part) + field, value);
    return copy;
  }

  /** A copy with more bytes before a part; no field that tells a place is changed. */
  RawZip insert(String part, byte[] more) {
    var out = new ByteArrayOutputStream();
    int place = at.get(part);
    out.write(bytes, 0, place);
    out.writeBytes(more);
    out.write(bytes, place, bytes.length - place);
    Map<String, Integer> moved = new LinkedHashMap<>();
    at.forEach((name, start) -> moved.put(name, start < place ? start : start + more.length));
    return new RawZip(out.toByteArray(), moved);
  }

  int field32(String part, int field) {
    return view().getInt(at.get(part) + field);
  }

  private ByteBuffer view() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private RawZip copy() {
    return new RawZip(bytes.clone(), at);
  }
}
