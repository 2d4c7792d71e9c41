package dev.lamina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.contract.OpCases;
import dev.lamina.contract.OpFamily;
import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Operand;
import dev.lamina.engine.reference.Array;
import dev.lamina.engine.reference.ReferenceEngine;
import dev.lamina.ir.Reach;
import dev.lamina.ir.Shape;
import dev.lamina.ir.TensorType;
import dev.lamina.ir.Window;
import dev.lamina.ir.WindowAxis;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.OpRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What ops say of their reach is true: changing a number changes no result out of its reach. */
class ReachTest {
  private static final int MOST_ELEMENTS = 400;
  private static final int RUNS_OF_EACH_OP = 20;

  private final ReferenceEngine reference = ReferenceEngine.float64();
  private final Map<Class<?>, Integer> probed = new HashMap<>();
  private final List<String> outOfReach = new ArrayList<>();

  @Test
  void noNumberActsOutOfReach() {
    Engine probing =
        new FaultyEngine(reference, (request, kernel) -> Optional.of(new Probed(request, kernel)));
    for (OpFamily family : OpFamily.values()) {
      for (int seed = 0; seed < 60; seed++) {
        OpCases.of(family, seed).run(probing);
      }
    }
    assertThat(outOfReach).isEmpty();
    Set<Class<?>> all = new HashSet<>(Arrays.asList(OpRecord.class.getPermittedSubclasses()));
    all.remove(Fill.class); // has no operand
    assertThat(probed.keySet()).containsExactlyInAnyOrderElementsOf(all);
  }

  /** After each run changes each number of each operand in turn, and looks at what that changes. */
  private final class Probed extends FaultyEngine.Wrapped {
    private final KernelRequest request;
    private final List<TensorType> types;

    Probed(KernelRequest request, Kernel kernel) {
      super(kernel);
      this.request = request;
      types = request.inputs().stream().map(Operand::type).toList();
    }

    @Override
    public int inPlace(int output) {
      return -1;
    }

    @Override
    void afterRun(List<Buffer> inputs, List<Buffer> outputs) {
      Class<?> type = request.op().getClass();
      if (types.stream().allMatch(operand -> operand.shape().size() <= MOST_ELEMENTS)
          && !types.isEmpty()
          && probed.merge(type, 1, Integer::sum) <= RUNS_OF_EACH_OP) {
        double[] before = numbers(outputs.get(0));
        for (int i = 0; i < inputs.size(); i++) {
          if (types.get(i).dtype().isReal()) {
            probe(i, inputs, outputs, before);
          }
        }
      }
    }

    private void probe(int operand, List<Buffer> inputs, List<Buffer> outputs, double[] before) {
      Array numbers = (Array) inputs.get(operand);
      List<List<Integer>> causes = new ArrayList<>();
      for (int i = 0; i < before.length; i++) {
        causes.add(new ArrayList<>());
      }
      for (int element = 0; element < numbers.size(); element++) {
        double kept = numbers.get(element);
        for (double change : new double[] {-100.5, 100.5}) {
          numbers.set(element, kept + change);
          kernel.bind(inputs, outputs, outputs.get(0)).run();
          double[] after = numbers(outputs.get(0));
          for (int i = 0; i < after.length; i++) {
            if (Double.compare(after[i], before[i]) != 0 && !causes.get(i).contains(element)) {
              causes.get(i).add(element);
            }
          }
        }
        numbers.set(element, kept);
      }
      kernel.bind(inputs, outputs, outputs.get(0)).run();
      for (int i = 0; i < before.length; i++) {
        check(operand, i, causes.get(i));
      }
    }

    private void check(int operand, int result, List<Integer> causes) {
      Shape shape = types.get(operand).shape();
      int[] place = coordinates(result, request.outputs().get(0).shape());
      Reach reach = request.op().reach(types);
      for (int cause : causes) {
        int[] from = coordinates(cause, shape);
        boolean isInReach;
        if (reach instanceof Reach.Sliding sliding && operand == 0) {
          isInReach = isInWindow(sliding.over(), place, from);
        } else if (reach instanceof Reach.Spreading spreading && operand == types.size() - 1) {
          isInReach = isInWindow(spreading.over(), from, place);
        } else if (reach instanceof Reach.Along along && operand == 0) {
          isInReach = differOnlyAlong(along.axes(), from, coordinates(causes.get(0), shape));
        } else {
          isInReach = !reach.equals(Reach.element()) || causes.size() == 1;
        }
        if (!isInReach && outOfReach.size() < 5) {
          outOfReach.add(
              "%s of %s: element %s of operand %d acts on %s"
                  .formatted(
                      request.op(), types, Arrays.toString(from), operand, Arrays.toString(place)));
        }
      }
    }
  }

  private static double[] numbers(Buffer buffer) {
    double[] numbers = new double[((Array) buffer).size()];
    ((Array) buffer).read(numbers, 0);
    return numbers;
  }

  private static int[] coordinates(int index, Shape shape) {
    int[] coordinates = new int[shape.rank()];
    for (int axis = shape.rank() - 1, rest = index; axis >= 0; axis--) {
      coordinates[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return coordinates;
  }

  private static boolean differOnlyAlong(Set<Integer> axes, int[] a, int[] b) {
    for (int axis = 0; axis < a.length; axis++) {
      if (a[axis] != b[axis] && !axes.contains(axis)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInWindow(Window window, int[] position, int[] pixel) {
    boolean inside = pixel[0] == position[0];
    for (int i = 0; i < window.rank(); i++) {
      WindowAxis axis = window.axis(i);
      int offset = pixel[i + 1] - axis.input(position[i + 1], 0);
      inside &= offset >= 0 && offset < axis.span();
    }
    return inside;
  }
}
