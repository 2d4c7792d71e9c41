package dev.lamina.contract;

import dev.lamina.engine.Engine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs single cases on an engine and on the reference; no failure of the engine ends it. */
final class Examiner {
  private final KernelRecorder engine;
  private final Engine reference;

  Examiner(Engine engine, Engine reference) {
    this.engine = new KernelRecorder(engine);
    this.reference = reference;
  }

  Verdict examine(OpCase opCase) {
    List<String> problems;
    engine.take();
    try {
      problems = opCase.problems(opCase.run(engine), opCase.run(reference));
    } catch (UnsupportedOpException e) {
      problems = opCase.family().isOptional() ? List.of() : List.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      problems = List.of(trace.toString().strip());
    }
    return new Verdict(opCase, engine.take(), problems);
  }
}
