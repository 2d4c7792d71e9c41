package dev.lamina.datasets.folders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.DataException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileErrorsTest {

  private static final Path FILE = Path.of("x.npy");

  @Test
  void eachSaysWhatToDo() {
    assertThat(FileErrors.explained(FILE, new NoSuchFileException("x.npy")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("x.npy: no such file; check the path's spelling");
    assertThat(FileErrors.explained(FILE, new AccessDeniedException("x.npy")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("x.npy: permission denied; make the file readable for this user");
    IOException cause = new IOException("Input/output error");
    assertThat(FileErrors.explained(FILE, cause))
        .hasMessage("x.npy: cannot be read: Input/output error")
        .hasCause(cause);
    DataException known = new DataException("x.npy: bad");
    assertThat(FileErrors.explained(FILE, known)).isSameAs(known);
  }
}
