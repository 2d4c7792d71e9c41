package dev.lamina.engine.onednn.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
  @Test
  void allWorkRunsOnOneDaemonThread() {
    try (EngineThread thread = new EngineThread("test")) {
      Thread first = thread.call(Thread::currentThread);
      Thread second = thread.call(() -> thread.call(Thread::currentThread));

      assertThat(first).isSameAs(second).isNotSameAs(Thread.currentThread());
      assertThat(first.isDaemon()).isTrue();
      assertThat(first.getName()).isEqualTo("test");
    }
  }

  @Test
  void errorsPassThroughToo() {
    try (EngineThread thread = new EngineThread("test")) {
      OutOfMemoryError error = new OutOfMemoryError("test");
      assertThatThrownBy(
              () ->
                  thread.call(
                      () -> {
                        throw error;
                      }))
          .isSameAs(error);
    }
  }

  @Test
  void anInterruptedCallerWaitsForTheWorkAndStaysInterrupted() throws InterruptedException {
    try (EngineThread thread = new EngineThread("test")) {
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      AtomicBoolean done = new AtomicBoolean();
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread caller =
          new Thread(
              () -> {
                thread.call(
                    () -> {
                      started.countDown();
                      await(mayEnd);
                      done.set(true);
                      return true;
                    });
                interrupted.set(done.get() && Thread.currentThread().isInterrupted());
              });
      caller.start();
      started.await();
      caller.interrupt();
      mayEnd.countDown();
      caller.join();

      assertThat(interrupted).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClosedThreadRefusesWork() {
    EngineThread thread = new EngineThread("test");
    thread.close();

    assertThatThrownBy(() -> thread.call(() -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the engine has been closed");
  }
}
