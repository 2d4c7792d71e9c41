package dev.lamina.datasets.images;

import dev.lamina.datasets.folders.FileErrors;
import dev.lamina.datasets.folders.FileNames;
import dev.lamina.datasets.folders.Listing;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/** The image files below a directory, by class folder; a class folder may hold folders itself. */
public record ClassFolders(Path directory, List<String> names, List<List<Path>> files) {

  /** The folders of classes in this one. */
  public static ClassFolders in(ImageFolder folder) throws IOException {
    List<List<Path>> files = new ArrayList<>();
    for (String name : folder.folders()) {
      files.add(imagesBelow(folder.listing().path(name), Integer.MAX_VALUE));
    }
    return new ClassFolders(folder.listing().directory, folder.folders(), files);
  }

  /** The number of images in all of them. */
  public int count() {
    return files.stream().mapToInt(List::size).sum();
  }

  /** The image files below a folder in the order of their paths, or any {@code limit} of them. */
  public static List<Path> imagesBelow(Path folder, int limit) throws IOException {
    List<Path> images = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean isHidden =
                !directory.equals(folder) && Listing.isHidden(FileNames.of(directory));
            return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && ImageFormat.hasSuffix(file.getFileName().toString())) {
              images.add(file);
            }
            return images.size() < limit ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw FileErrors.explained(file, e);
          }
        });
    Collections.sort(images);
    return images;
  }
}
