package dev.lamina.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.engine.Engine;
import dev.lamina.engine.onednn.natives.EngineThread;
import dev.lamina.engine.onednn.threads.Denormals;
import dev.lamina.engine.onednn.threads.OpenMp;
import dev.lamina.engine.onednn.threads.OpenMpTeam;
import dev.lamina.engine.onednn.threads.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenMpTeamTest {
  private static final int MEMBERS = 3;

  @BeforeEach
  void isThere() {
    Machine.requireGnuOpenMp();
  }

  /** Works with a team on a thread of its own, as OpenMP keeps helpers for each thread. */
  private static void with(java.util.function.Consumer<OpenMpTeam> work) {
    try (EngineThread thread = new EngineThread("team")) {
      thread.call(
          () -> {
            Denormals.flush();
            OpenMp.apply(Threads.exactly(MEMBERS));
            try (OpenMpTeam team = OpenMpTeam.create(MEMBERS).orElseThrow()) {
              work.accept(team);
            }
            return true;
          });
    }
  }

  @Test
  void everyMemberRunsOnceOnThreadsThatStay() {
    with(
        team -> {
          Set<Thread> threads = ConcurrentHashMap.newKeySet();
          AtomicIntegerArray runs = new AtomicIntegerArray(MEMBERS);
          for (int i = 0; i < 100; i++) {
            team.run(
                member -> {
                  threads.add(Thread.currentThread());
                  runs.incrementAndGet(member);
                });
          }
          for (int member = 0; member < MEMBERS; member++) {
            assertThat(runs.get(member)).isEqualTo(100);
          }
          assertThat(threads).hasSizeLessThanOrEqualTo(MEMBERS).contains(Thread.currentThread());
        });
  }

  @Test
  void whatAMemberThrowsComesOutAndTheTeamGoesOn() {
    with(
        team -> {
          IllegalStateException thrown = new IllegalStateException("from a member");
          assertThatThrownBy(
                  () ->
                      team.run(
                          member -> {
                            if (member == MEMBERS - 1) {
                              throw thrown;
                            }
                          }))
              .isSameAs(thrown);
          AtomicIntegerArray runs = new AtomicIntegerArray(MEMBERS);
          team.run(runs::incrementAndGet);
          assertThat(runs.get(MEMBERS - 1)).isEqualTo(1);
        });
  }

  @Test
  void membersTreatDenormalsAsZeroAlsoAfterCollections() {
    Machine.requireFlushedDenormals();
    with(
        team -> {
          List<byte[]> garbage = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            System.gc();
            garbage.add(new byte[1 << 16]); // and what took the place of freed memory
            new org.bytedeco.javacpp.IntPointer(8).put(0, -1);
            float[] products = new float[MEMBERS];
            float[] thirds = new float[MEMBERS];
            team.run(
                member -> {
                  products[member] = 1e-30f * Math.abs(member - 5) * 1e-10f;
                  thirds[member] = (member + 1) / 3f;
                });
            assertThat(products).containsOnly(0);
            assertThat(thirds).containsExactly(1 / 3f, 2 / 3f, 1);
          }
        });
  }

  @Test
  void moreEnginesThanEntriesComputeAllTheSame() {
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      engines.add(new OneDnnEngine(Threads.exactly(2), true));
    }
    engines.forEach(engine -> assertThat(engine.description()).endsWith(", 2 threads"));
    engines.forEach(Engine::close);
    with(team -> assertThat(team.size()).isEqualTo(MEMBERS)); // closed engines gave theirs back
  }
}
