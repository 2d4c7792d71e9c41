package dev.lamina.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code Map.copyOf} forgets the order of its entries; graphs keep theirs. */
final class OrderedMaps {
  private OrderedMaps() {}

  static <K, V> Map<K, V> copy(Map<? extends K, ? extends V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
