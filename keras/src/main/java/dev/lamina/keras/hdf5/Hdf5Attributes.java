package dev.lamina.keras.hdf5;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of one object: strings, numbers, and lists of them. Others are left out. */
final class Hdf5Attributes {
  private final Hdf5Bytes file;
  private final Hdf5Heap heap;
  private final String path;
  private final Map<String, Object> values = new LinkedHashMap<>();

  Hdf5Attributes(Hdf5Bytes file, Hdf5Heap heap, String path) {
    this.file = file;
    this.heap = heap;
    this.path = path;
  }

  Map<String, Object> values() {
    return values;
  }

  /** Reads an attribute message of version 1, 2 or 3. */
  void add(ByteBuffer message) {
    int version = message.get(0);
    if (version < 1 || version > 3 || (version > 1 && (message.get(1) & 3) != 0)) {
      throw new LaminaException(
          path + ": an HDF5 attribute of this version, or with a shared type, is not supported");
    }
    int nameSize = message.getShort(2) & 0xFFFF;
    int typeSize = message.getShort(4) & 0xFFFF;
    int spaceSize = message.getShort(6) & 0xFFFF;
    int at = version == 3 ? 9 : 8;
    String name = file.terminated(message.slice(at, nameSize), 0);
    at += padded(nameSize, version);
    Hdf5Type type = Hdf5Type.parse(slice(message, at, typeSize));
    at += padded(typeSize, version);
    Hdf5Space space = Hdf5Space.parse(slice(message, at, spaceSize), path);
    at += padded(spaceSize, version);
    if (type.kind() == Hdf5Type.Kind.OTHER || type.kind() == Hdf5Type.Kind.OPAQUE) {
      return;
    }
    ByteBuffer elements = slice(message, at, space.bytes(type.size()));
    List<Object> list = new ArrayList<>();
    for (int from = 0; from < elements.limit(); from += type.size()) {
      list.add(
          switch (type.kind()) {
            case STRING -> file.terminated(elements.slice(from, type.size()), 0);
            case VARIABLE_STRING -> heap.string(elements, from);
            default -> type.number(elements, from, path);
          });
    }
    if (values.put(name, space.isScalar() ? list.get(0) : List.copyOf(list)) != null) {
      throw new LaminaException("%s: the attribute %s is there twice".formatted(path, name));
    }
  }

  private static ByteBuffer slice(ByteBuffer message, int at, int length) {
    return message.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int padded(int size, int version) {
    return version == 1 ? (size + 7) & ~7 : size;
  }
}
