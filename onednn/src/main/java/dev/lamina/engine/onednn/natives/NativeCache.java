package dev.lamina.engine.onednn.natives;

import dev.lamina.LaminaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where JavaCPP unpacks the native libraries to: below the home directory, which is JavaCPP's own
 * choice, or, where there is none that can be written, in the temporary directory. JavaCPP alone
 * would make a directory named {@code ?} in the working directory for a user without a home, and
 * would load from a directory in {@code /tmp} whatever another user has put there.
 */
final class NativeCache {
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private static final String HOME_CACHE = ".javacpp/cache"; // JavaCPP's
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private NativeCache() {}

  /** Chooses, unless the user has; to be called before anything of JavaCPP is. */
  static void choose() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    Path directory =
        directory(
            System.getProperty("user.home"),
            System.getProperty("java.io.tmpdir"),
            System.getProperty("user.name"));
    if (directory != null) {
      System.setProperty(PROPERTY, directory.toString());
    }
  }

  /** The directory to unpack to; null leaves it to JavaCPP, which takes the home directory. */
  static @Nullable Path directory(
      @Nullable String home, @Nullable String temporary, @Nullable String user) {
    if (isUsable(home)) {
      return null;
    }
    try {
      Path base = Path.of(temporary == null ? "" : temporary);
      if (!base.isAbsolute() || !Files.isDirectory(base)) {
        throw new IOException(
            "the temporary directory \"%s\" is not there".formatted(String.valueOf(temporary)));
      }
      String name = user == null ? "" : user.replaceAll("[^A-Za-z0-9._-]", "_");
      return ownOrNew(base, "lamina-natives-" + name);
    } catch (IOException e) {
      throw new LaminaException(
          "there is no directory for oneDNN's native libraries: user.home is \"%s\", which cannot be written, and %s; name a directory with -D%s=DIR"
              .formatted(home, e.getMessage(), PROPERTY),
          e);
    }
  }

  /** Whether JavaCPP can make its cache there. */
  private static boolean isUsable(@Nullable String home) {
    if (home == null) {
      return false;
    }
    try {
      Path path = Path.of(home);
      // A relative one, such as ?, would be in the working directory.
      if (!path.isAbsolute() || !Files.isDirectory(path)) {
        return false;
      }
      Path cache = Files.createDirectories(path.resolve(HOME_CACHE));
      return Files.isReadable(cache) && Files.isWritable(cache) && Files.isExecutable(cache);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  /** The directory of this name if only this user can have written to it, else a fresh one. */
  private static Path ownOrNew(Path base, String name) throws IOException {
    // Made by this process, so it says who the user is; names can be unknown or lie.
    Path fresh = Files.createTempDirectory(base, name + "-", attributes(base));
    Path kept = base.resolve(name);
    try {
      Files.createDirectory(kept, attributes(base));
    } catch (FileAlreadyExistsException e) {
      if (!isOwn(kept, Files.getOwner(fresh))) {
        deleteAtExit(fresh);
        return fresh;
      }
    } catch (FileSystemException e) {
      deleteAtExit(fresh);
      return fresh;
    }
    Files.delete(fresh);
    return kept;
  }

  private static FileAttribute<?>[] attributes(Path base) {
    return isPosix(base)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isOwn(Path directory, UserPrincipal user) throws IOException {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user)
        && (!isPosix(directory)
            || Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                .equals(OWNER_ONLY));
  }

  private static void deleteAtExit(Path directory) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // What is in use (on Windows) stays in the temporary directory.
    }
  }
}
