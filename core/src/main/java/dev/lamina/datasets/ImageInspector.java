package dev.lamina.datasets;

import dev.lamina.datasets.images.ImageBytes;
import dev.lamina.datasets.images.ImageFile;
import dev.lamina.datasets.images.ImageInspection;
import dev.lamina.ir.Shape;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Decodes image files on all cores, to learn which of them are broken before they are needed. */
final class ImageInspector {

  private final boolean turned;
  private final CheckProgress progress;

  /**
   * Nothing is read yet.
   *
   * @param turned whether the EXIF orientation counts for an image's size
   */
  ImageInspector(boolean turned, CheckProgress progress) {
    this.turned = turned;
    this.progress = progress;
  }

  /** Decodes each file; the results are in the order of the files. */
  List<ImageInspection> inspect(List<Path> files) throws IOException {
    AtomicInteger done = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "lamina-image-check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<ImageInspection>> results = new ArrayList<>();
      for (Path file : files) {
        results.add(
            threads.submit(
                () -> {
                  ImageInspection result = inspect(file);
                  synchronized (progress) {
                    progress.checked(done.incrementAndGet(), files.size());
                  }
                  return result;
                }));
      }
      List<ImageInspection> inspections = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        inspections.add(result(results.get(i), files.get(i)));
      }
      return inspections;
    } finally {
      threads.shutdownNow();
    }
  }

  private ImageInspection result(Future<ImageInspection> result, Path file) throws IOException {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while images were checked");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        // Several large images at once may be too many where one is not.
        return inspect(file);
      }
      throw new IllegalStateException(file + ": " + e.getCause(), e.getCause());
    }
  }

  private ImageInspection inspect(Path file) {
    String hash = "";
    try {
      ImageBytes image = ImageBytes.of(file);
      hash = hash(image.content());
      Shape size = ImageFile.size(image, turned);
      ImageFile.read(image, 1, 1, 3, false);
      return new ImageInspection(file, size, "", hash);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      String name = file + ": ";
      String problem = message.startsWith(name) ? message.substring(name.length()) : message;
      return new ImageInspection(file, null, problem, hash);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
