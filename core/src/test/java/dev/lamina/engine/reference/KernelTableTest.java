package dev.lamina.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.ir.Op;
import dev.lamina.ir.ops.OpRecord;
import org.junit.jupiter.api.Test;

class KernelTableTest {
  @Test
  void everyOpIsDefined() {
    assertThat(KernelTable.defined()).containsExactlyInAnyOrder(permittedOps());
  }

  @SuppressWarnings("unchecked") // Op permits only ops
  private static Class<? extends Op>[] permittedOps() {
    return (Class<? extends Op>[]) OpRecord.class.getPermittedSubclasses();
  }
}
