package dev.lamina.datasets.arrays;

import dev.lamina.DataException;
import java.io.IOException;
import java.io.InputStream;

/** Reads an array from a compressed stream into memory, of which it takes no more than is there. */
public final class UnpackedArray {

  private UnpackedArray() {}

  /**
   * Reads what follows the header, to the stream's end.
   *
   * @param name for messages
   * @param mend what to do when there is too little memory
   */
  public static RawArray read(InputStream in, ArrayHeader header, String name, String mend)
      throws IOException {
    checkMemory(header, name, "unpacking", mend);
    // readNBytes grows with what is there, so a header that lies costs nothing.
    byte[] payload = in.readNBytes((int) header.payloadBytes());
    if (payload.length < header.payloadBytes()) {
      throw new DataException(
          "%s: the data is cut off: its header says %s (%d bytes), but it unpacks to %d; copy or"
                  .formatted(name, header, header.payloadBytes(), payload.length)
              + " download the file again");
    }
    // The read past the end also makes the stream compare its checksum.
    if (in.read() != -1) {
      throw new DataException(
          "%s: the data goes on after the %d bytes of %s that its header says; the file is corrupt"
              .formatted(name, header.payloadBytes(), header));
    }
    return RawArray.wrap(header, payload);
  }

  static void checkMemory(ArrayHeader header, String name, String work, String mend)
      throws DataException {
    long heap = Runtime.getRuntime().maxMemory();
    // Twice: pieces while unpacking, and the whole.
    if (header.payloadBytes() > Integer.MAX_VALUE - 8 || header.payloadBytes() * 2 > heap) {
      throw new DataException(
          "%s: %s %s needs %d MiB of memory, but Java may use %d MiB and 2 GiB for one array;"
                  .formatted(name, work, header, header.payloadBytes() >> 19, heap >> 20)
              + " %s, or raise -Xmx".formatted(mend));
    }
  }
}
