package dev.lamina.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operations that {@link AtomicFile} asks of the file system; tests put failing ones in. */
interface FileOperations {
  FileOperations REAL = new FileOperations() {};

  default void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) { // older JDKs refuse a link to a directory
      Files.createDirectories(directory);
    }
  }

  /** Opens a file that is not there yet. */
  default FileChannel create(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  default void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes a new name last. Windows knows no such thing and refuses to open a directory. */
  default void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is safe; only its name may be the old one after a power cut.
    }
  }
}
