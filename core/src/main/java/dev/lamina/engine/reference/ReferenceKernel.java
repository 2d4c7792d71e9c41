package dev.lamina.engine.reference;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.KernelRequest;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Operand;
import dev.lamina.engine.Step;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;

/** A definition as the planner sees it: plain layouts throughout, and no scratch memory. */
final class ReferenceKernel<O extends Op> implements Kernel {
  private final O op;
  private final KernelTable.Row<O> row;
  private final KernelRequest request;
  private final Precision precision;

  ReferenceKernel(O op, KernelTable.Row<O> row, KernelRequest request, Precision precision) {
    this.op = op;
    this.row = row;
    this.request = request;
    this.precision = precision;
  }

  @Override
  public List<Layout> inputs() {
    List<Layout> layouts = new ArrayList<>();
    for (Operand operand : request.inputs()) {
      layouts.add(ReferenceLayout.plain(operand.type()));
    }
    return layouts;
  }

  @Override
  public List<Layout> outputs() {
    List<Layout> layouts = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      layouts.add(new ReferenceLayout(request.outputs().get(i), request.isUsed(i)));
    }
    return layouts;
  }

  /** An input is overwritten only where it has as many elements as the output (no broadcasting). */
  @Override
  public int inPlace(int output) {
    int input = row.inPlace(output);
    return input >= 0
            && elements(request.inputs().get(input).type())
                == elements(request.outputs().get(output))
        ? input
        : -1;
  }

  private static int elements(TensorType type) {
    return type.shape().size();
  }

  @Override
  public String description() {
    return "reference " + op.getClass().getSimpleName();
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    return row.definition()
        .bind(
            op,
            new Arguments(
                request,
                arrays("input", inputs, inputs()),
                arrays("output", outputs, outputs()),
                precision));
  }

  private List<Array> arrays(String what, List<Buffer> buffers, List<Layout> expected) {
    if (buffers.size() != expected.size()) {
      throw new IllegalArgumentException(
          "%s takes %d %ss, received %d"
              .formatted(description(), expected.size(), what, buffers.size()));
    }
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      Buffer buffer = buffers.get(i);
      if (!(buffer instanceof Array array) || !buffer.layout().equals(expected.get(i))) {
        throw new IllegalArgumentException(
            "%s: %s %d has layout %s, expected %s"
                .formatted(description(), what, i, buffer.layout(), expected.get(i)));
      }
      arrays.add(array);
    }
    return arrays;
  }
}
