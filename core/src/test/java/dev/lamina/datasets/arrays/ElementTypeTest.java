package dev.lamina.datasets.arrays;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTypeTest {

  @Test
  void halfPrecisionHasNanAndSubnormals() {
    assertThat(ElementType.halfToFloat((short) 0x7e00)).isNaN();
    assertThat(ElementType.halfToFloat((short) 0x8001)).isEqualTo(-0x1p-24f);
  }
}
