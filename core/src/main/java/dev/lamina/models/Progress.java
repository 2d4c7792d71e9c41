package dev.lamina.models;

import dev.lamina.checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a training has come.
 *
 * @param history the epochs that are done
 * @param step steps done in the epoch that is running; 0 between epochs
 * @param samples trained on in it
 * @param seconds its training steps took
 * @param stopped whether a callback has stopped training
 */
record Progress(
    List<History.Epoch> history, int step, int samples, double seconds, boolean stopped) {
  Progress {
    history = List.copyOf(history);
  }

  void write(Checkpoint.Builder to) {
    to.put("epochs", history.size());
    to.put("step", step).put("samples", samples).put("seconds", seconds);
    to.put("stopped", stopped ? 1 : 0);
    for (History.Epoch epoch : history) {
      Checkpoint.Builder section = to.section("epoch " + epoch.number());
      section.put("seconds", epoch.seconds()).put("samples", epoch.samples());
      epoch.figures().forEach(section.section("figures")::put);
    }
  }

  static Progress read(Checkpoint from) {
    List<History.Epoch> history = new ArrayList<>();
    for (int number = 1; number <= from.integer("epochs"); number++) {
      Checkpoint section = from.section("epoch " + number);
      Checkpoint saved = section.section("figures");
      Map<String, Double> figures = new LinkedHashMap<>();
      saved.names().forEach(name -> figures.put(name, saved.number(name)));
      history.add(
          new History.Epoch(
              number, section.number("seconds"), (int) section.integer("samples"), figures));
    }
    return new Progress(
        history,
        (int) from.integer("step"),
        (int) from.integer("samples"),
        from.number("seconds"),
        from.integer("stopped") != 0);
  }
}
