package dev.lamina.keras.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.LaminaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** The zip reader: what it reads, and that it never reads much more than the file has. */
class ArchiveTest {
  private static Map<String, byte[]> read(byte[] file) throws IOException {
    MemoryChannel channel = new MemoryChannel(file);
    try {
      return Archive.read(channel);
    } finally {
      // The end is looked for in 64 KB; headers are read up to three times, and all else once.
      assertThat(channel.bytesRead()).isLessThan(70_000 + 3L * file.length);
    }
  }

  private static void assertRead(byte[] file) throws IOException {
    Map<String, byte[]> read = read(file);
    assertThat(read).containsOnlyKeys("metadata.json", "config.json");
    assertThat(new String(read.get("metadata.json"), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(read.get("config.json")).hasSize(400).startsWith('{', '"', 'a');
  }

  @Test
  void readsPlainAndLargeArchives() throws IOException {
    assertRead(HostileZips.small().bytes());
    assertRead(HostileZips.large().bytes());
  }

  /** As Python writes an entry whose size it does not know beforehand. */
  @Test
  void readsLargeHeadersWithAPlainDirectory() throws IOException {
    RawZip large = HostileZips.large();
    RawZip plain = HostileZips.small();
    var out = new ByteArrayOutputStream();
    out.write(large.bytes(), 0, large.at().get("central metadata.json"));
    int start = plain.at().get("central metadata.json");
    out.write(plain.bytes(), start, plain.bytes().length - start);
    int moved = large.at().get("central metadata.json") - start;
    Map<String, Integer> at = new LinkedHashMap<>(large.at());
    plain.at().forEach((part, place) -> at.put(part, place + moved));
    RawZip mixed = new RawZip(out.toByteArray(), at).put32("end", 16, start + moved);
    for (String name : List.of("metadata.json", "config.json", "assets/x")) {
      mixed = mixed.put32("central " + name, 42, large.at().get("local " + name));
    }
    assertRead(mixed.bytes());
  }

  @Test
  void readsCommentsAndStreamedEntries() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.setComment("PK\5\6 no end record, though it looks like one");
      zip.putNextEntry(new ZipEntry("metadata.json"));
      zip.write("{}".getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("config.json"));
      zip.write("{\"a\": 1}".repeat(50).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    assertRead(out.toByteArray());
  }

  @Test
  void noAttackIsReadMoreThanItsSize() throws IOException {
    for (Map.Entry<String, HostileArchives.Attack> attack : HostileArchives.all().entrySet()) {
      byte[] file = attack.getValue().file();
      assertThat(catchThrowable(() -> read(file)))
          .as(attack.getKey())
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isNull(), // what is in the entries is the attack
              thrown -> assertThat(thrown).isInstanceOf(LaminaException.class));
    }
  }

  @Test
  void everyTruncationIsRefused() {
    for (RawZip zip : List.of(HostileZips.small(), HostileZips.large())) {
      // Every boundary between two parts is among them.
      for (int length = 0; length < zip.bytes().length; length++) {
        byte[] cut = Arrays.copyOf(zip.bytes(), length);
        assertThatThrownBy(() -> read(cut))
            .as("cut to %d of %d bytes", length, zip.bytes().length)
            .isInstanceOf(LaminaException.class)
            .hasMessage("the archive is damaged, cut off or no zip at all: it has no end record");
      }
    }
  }

  /** No byte of an end record, a header or a content changes unnoticed what is read. */
  @Test
  void everyFlippedBitIsRefusedOrHasNoMeaning() throws IOException {
    for (RawZip zip : List.of(HostileZips.small(), HostileZips.large())) {
      int read = 0;
      for (int bit = 0; bit < 8 * zip.bytes().length; bit++) {
        byte[] flipped = zip.bytes().clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        try {
          assertRead(flipped);
          read++;
        } catch (LaminaException expected) {
          // Noticed.
        }
      }
      // Times, versions, attributes, the asset's content, names of extra fields: a third.
      assertThat(read).isLessThan(8 * zip.bytes().length / 2);
    }
  }
}
