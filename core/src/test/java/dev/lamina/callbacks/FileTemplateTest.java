package dev.lamina.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileTemplateTest {
  private static String fill(String template) {
    return new FileTemplate(template)
        .fill(Map.of("epoch", 7, "batch", 123), Map.of("val_loss", 0.25678, "loss", 2.0));
  }

  /** The right sides are what Python's str.format gives. */
  @Test
  void formatsAsPythonDoes() {
    assertThat(fill("a.keras")).isEqualTo("a.keras");
    assertThat(fill("{epoch}.keras")).isEqualTo("7.keras");
    assertThat(fill("m-{epoch:02d}-{val_loss:.2f}.keras")).isEqualTo("m-07-0.26.keras");
    assertThat(fill("{epoch:d}-{batch:05d}-{epoch:3d}")).isEqualTo("7-00123-  7");
    assertThat(fill("{val_loss:08.3f} {val_loss:.1e} {loss}")).isEqualTo("0000.257 2.6e-01 2.0");
    assertThat(fill("{val_loss:f}")).isEqualTo("0.256780");
    assertThat(fill("{{{epoch}}}")).isEqualTo("{7}");
  }

  @Test
  void knowsTheNamesItCouldGive() {
    FileTemplate template =
        new FileTemplate("a/b.{epoch}/m+{{x}}-{epoch:02d}-{val_loss:.2f}.keras");
    assertThat(template.couldGive("m+{x}-07-0.26.keras")).isTrue();
    assertThat(template.couldGive("m+{x}--.keras")).isFalse();
    assertThat(template.couldGive("mm{x}-07-0.26.keras")).isFalse();
    assertThat(template.couldGive("m+{x}-07-0.26.keras.old")).isFalse();
    assertThat(new FileTemplate("best.keras").couldGive("best.keras")).isTrue();
    assertThat(new FileTemplate("best.keras").couldGive("best-keras")).isFalse();
  }

  @Test
  void refusesWhatItCannotFill() {
    assertThatThrownBy(() -> fill("{epoch:02d}-{val_acc:.2f}"))
        .isInstanceOf(LaminaException.class)
        .hasMessage(
            "the file name \"{epoch:02d}-{val_acc:.2f}\" asks for \"val_acc\", which is not reported; there are [batch, epoch, loss, val_loss]");
    assertThatThrownBy(() -> fill("{val_loss:02d}"))
        .hasMessageContaining("formats 0.25678 as a whole number; write {name:.4f} for figures");
    for (String wrong : new String[] {"{epoch", "epoch}", "{}", "{epoch:x}", "{epoch:<3}"}) {
      assertThatThrownBy(() -> new FileTemplate(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the file name \"" + wrong + "\" cannot be read at character ");
    }
    assertThatThrownBy(() -> new FileTemplate("{epoch:.2d}"))
        .hasMessageContaining("a whole number has no digits after the point");
  }
}
