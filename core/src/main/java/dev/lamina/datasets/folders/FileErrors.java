package dev.lamina.datasets.folders;

import dev.lamina.DataException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words what the file system reports by the class of an exception. */
public final class FileErrors {

  private FileErrors() {}

  /** The same problem with a message that names the file and what to do. */
  public static IOException explained(Path file, IOException e) {
    IOException explained;
    if (e instanceof DataException) {
      return e;
    } else if (e instanceof NoSuchFileException) {
      explained =
          new NoSuchFileException(file.toString(), null, "no such file; check the path's spelling");
    } else if (e instanceof AccessDeniedException) {
      explained =
          new AccessDeniedException(
              file.toString(), null, "permission denied; make the file readable for this user");
    } else {
      explained = new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (explained.getCause() == null) {
      explained.initCause(e);
    }
    return explained;
  }

  static void checkDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (Files.exists(directory)) {
      throw new NotDirectoryException(
          directory + ": is a file; name the directory that holds the data");
    }
    throw new NoSuchFileException(
        directory.toString(), null, "no such directory; check the path's spelling");
  }
}
