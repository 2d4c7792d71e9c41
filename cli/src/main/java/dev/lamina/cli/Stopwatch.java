package dev.lamina.cli;

import dev.lamina.models.Callback;
import dev.lamina.models.Training;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Times the parts of a training. */
final class Stopwatch implements Callback {
  private long firstStepMillis;
  private long begin;
  private long trained;
  private long evaluated;

  @Override
  public void onTrainBegin(Training training) {
    begin = System.nanoTime();
  }

  @Override
  public void onBatchEnd(Training training) {
    if (firstStepMillis == 0) {
      firstStepMillis = System.currentTimeMillis();
    }
  }

  void trained() {
    trained = System.nanoTime();
  }

  void evaluated() {
    evaluated = System.nanoTime();
  }

  /** In seconds, for the report. */
  Map<String, Object> asMap() {
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("program_start_to_first_step", (firstStepMillis - start) * 1e-3);
    map.put("training", (trained - begin) * 1e-9);
    map.put("evaluation", (evaluated - trained) * 1e-9);
    return map;
  }
}
