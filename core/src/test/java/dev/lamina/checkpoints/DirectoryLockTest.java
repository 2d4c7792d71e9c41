package dev.lamina.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One training at a time writes in a directory, in this process and in others. */
class DirectoryLockTest {
  @TempDir private Path temporary;

  private static Checkpoint checkpoint() {
    return new Checkpoint.Builder().put("step", 1).build();
  }

  private CheckpointDirectory open() {
    return new CheckpointDirectory(temporary.resolve("backup"), 2);
  }

  @Test
  void anotherTrainingOfThisProcessIsRefusedUntilTheFirstEnds() throws IOException {
    Path directory = temporary.resolve("backup");
    String message =
        directory
            + " is in use by another training of this process; wait until it has ended, or use another directory";
    try (CheckpointDirectory first = open()) {
      first.lock();
      first.save(1, checkpoint());
      for (int i = 0; i < 3; i++) { // a failed attempt must not give the lock away
        CheckpointDirectory second = open();
        assertThatThrownBy(second::lock)
            .isInstanceOf(CheckpointException.class)
            .hasMessage(message);
        assertThatThrownBy(() -> second.save(2, checkpoint())).hasMessage(message);
        assertThatThrownBy(second::delete).hasMessage(message);
        assertThat(second.latest().path()).hasFileName("step-000000001.checkpoint");
        second.close();
      }
      assertThatThrownBy(first::lock).hasMessage(message);
      Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
      assertThatThrownBy(() -> new CheckpointDirectory(link, 2).lock())
          .hasMessageStartingWith(link + " is in use");
    }
    try (CheckpointDirectory second = open()) {
      second.lock();
      second.delete();
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void anotherProcessIsRefusedUntilTheFirstIsKilled() throws IOException {
    Path directory = temporary.resolve("backup");
    try (Child child = Child.start(Holder.class, directory.toString())) {
      assertThat(child.line()).isEqualTo("locked");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> open().lock())
            .isInstanceOf(CheckpointException.class)
            .hasMessageMatching(
                "\\Q%s\\E is in use by another training \\(process %d, since 20[-\\d]+T[:\\d]+Z\\); wait until it has ended, or use another directory"
                    .formatted(directory, child.pid()));
      }
    }
    assertThat(directory.resolve(".lock")).as("left by the killed process").exists();
    try (CheckpointDirectory mine = open()) {
      mine.lock();
      assertThat(directory.resolve(".left.0123456789abcdef.tmp")).exists();
      assertThat(directory.resolve(".step-000000002.checkpoint.0123456789abcdef.tmp"))
          .as("left by the killed process")
          .doesNotExist();
      try (Child child = Child.start(Holder.class, directory.toString())) {
        assertThat(child.line())
            .startsWith(directory + " is in use by another training (process ")
            .contains("(process " + ProcessHandle.current().pid() + ", since ");
      }
    }
    assertThat(directory.resolve(".lock")).doesNotExist();
  }

  /** Locks the directory for as long as it lives, and leaves files like a save that was killed. */
  static final class Holder {
    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      try {
        new CheckpointDirectory(directory, 2).lock();
        for (String name : List.of(".step-000000002.checkpoint", ".left")) {
          Files.writeString(directory.resolve(name + ".0123456789abcdef.tmp"), "left");
        }
        System.out.println("locked");
      } catch (CheckpointException e) {
        System.out.println(e.getMessage());
      }
      System.in.read(); // until it is killed
    }
  }

  /** The directory comes and goes with each of many trainings, and never has two at a time. */
  @Test
  void trainingsThatBeginWhileOthersEndNeverMeet() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger successes = new AtomicInteger();
    Callable<Void> training =
        () -> {
          for (int i = 0; i < 200; i++) {
            try (CheckpointDirectory directory = open()) {
              directory.lock();
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              successes.incrementAndGet();
              inside.decrementAndGet();
              directory.delete();
            } catch (CheckpointException e) {
              assertThat(e).hasMessageContaining("is in use by another training of this process");
            }
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        futures.add(threads.submit(training));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    assertThat(successes.get()).isPositive();
    assertThat(temporary.resolve("backup")).doesNotExist();
  }

  @Test
  void trainingsOfOtherProcessesNeverMeetEither() throws IOException {
    List<Child> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        children.add(Child.start(Guest.class, temporary.toString()));
      }
      int successes = 0;
      for (Child child : children) {
        String line = child.line();
        assertThat(line).matches("\\d+ times alone");
        successes += Integer.parseInt(line.substring(0, line.indexOf(' ')));
      }
      assertThat(successes).isPositive();
    } finally {
      for (Child child : children) {
        child.close();
      }
    }
    assertThat(temporary).isEmptyDirectory();
  }

  /** Locks and deletes the directory again and again; a file tells whether it is alone. */
  static final class Guest {
    public static void main(String[] arguments) throws IOException {
      Path parent = Path.of(arguments[0]);
      Path inside = parent.resolve("inside");
      int successes = 0;
      for (int i = 0; i < 300; i++) {
        try (CheckpointDirectory directory = new CheckpointDirectory(parent.resolve("backup"), 2)) {
          directory.lock();
          Files.createFile(inside); // fails if another is here
          Files.delete(inside);
          directory.delete();
          successes++;
        } catch (CheckpointException e) {
          // In use by another.
        }
      }
      System.out.println(successes + " times alone");
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> new CheckpointDirectory(file, 2).lock())
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is a file, expected a directory for checkpoints");
  }
}
