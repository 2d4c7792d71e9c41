package dev.lamina.models;

import dev.lamina.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The plans a model has made, one per kind and batch size, the least recently used freed first. */
final class ModelPlans {
  /** Enough for training, evaluation and prediction, whole and last batches, and some more. */
  private static final int MOST = 16;

  private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /** What a plan is for. */
  enum Kind {
    TRAIN,
    EVALUATE,
    PREDICT
  }

  private record Key(Kind kind, int batch, boolean weighted) {}

  /** The plan for this, made if there is none whose variables are still where it reads them. */
  Plan get(Kind kind, int batch, boolean weighted, Supplier<Plan> maker) {
    Key key = new Key(kind, batch, weighted);
    Plan known = plans.get(key);
    if (known != null && known.isCurrent()) {
      return known;
    }
    if (known != null) {
      plans.remove(key);
      known.close();
    }
    if (plans.size() >= MOST) {
      Key eldest = plans.keySet().iterator().next();
      Plan old = plans.remove(eldest);
      if (old != null) {
        old.close();
      }
    }
    Plan made = maker.get();
    plans.put(key, made);
    return made;
  }

  /** All plans there are, for reports. */
  List<Plan> all() {
    return new ArrayList<>(plans.values());
  }

  void clear() {
    plans.values().forEach(Plan::close);
    plans.clear();
  }
}
