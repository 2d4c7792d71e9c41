package dev.lamina.execution;

import dev.lamina.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The plans a model has made, one per kind and batch size. Of each kind the least recently used is
 * freed first, so that evaluations and predictions never push out the plans of a training.
 */
final class ModelPlans {
  private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /** What a plan is for. */
  enum Kind {
    /** Whole and last batches of many data sets. */
    TRAIN(16),
    /** Whole batches, and the powers of two for the rest. */
    EVALUATE(24),
    /** All powers of two, and a profile's size. */
    PREDICT(32);

    private final int most;

    Kind(int most) {
      this.most = most;
    }
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
    List<Key> same = plans.keySet().stream().filter(other -> other.kind == kind).toList();
    if (same.size() >= kind.most) {
      Plan old = plans.remove(same.get(0));
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
