package dev.lamina.engine.onednn.kernels;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_pow;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt;

import dev.lamina.engine.Buffer;
import dev.lamina.engine.Engine;
import dev.lamina.engine.Kernel;
import dev.lamina.engine.Layout;
import dev.lamina.engine.Step;
import dev.lamina.engine.onednn.primitives.DataTypes;
import dev.lamina.engine.onednn.primitives.Descriptor;
import dev.lamina.engine.onednn.primitives.NativeBuffer;
import dev.lamina.engine.onednn.primitives.OneDnnLayout;
import dev.lamina.engine.onednn.primitives.OneDnnRuntime;
import dev.lamina.engine.onednn.primitives.PostOp;
import dev.lamina.engine.onednn.primitives.Primitive;
import dev.lamina.engine.onednn.primitives.PrimitiveStep;
import dev.lamina.engine.onednn.primitives.Steps;
import dev.lamina.ir.ops.AdamUpdate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adam for large tensors: a handful of oneDNN primitives in place, each a chain of post-ops, which
 * use all threads and copy nothing to Java.
 */
final class AdamKernel implements Kernel {
  private static final int FLOAT_BYTES = 4;

  /** What the primitives work on. */
  private enum Place {
    WEIGHTS,
    GRADIENT,
    M,
    V,
    LARGEST_V,
    /** Scratch: minus the corrected learning rate. */
    NEGATIVE_RATE,
    /** Scratch: the part of the weights that decay leaves. */
    KEPT
  }

  /** {@code target = f(left, right)} and then the post-ops, of which some have an operand. */
  private record Operation(
      Primitive primitive, Place left, Place right, Place target, Map<Integer, Place> operands) {}

  private final OneDnnRuntime runtime;
  private final AdamUpdate op;
  private final OneDnnLayout layout;
  private final OneDnnLayout rate;
  private final OneDnnLayout step;
  private final Descriptor flat;
  private final Descriptor scalar = Descriptor.dense(DataTypes.F32, 1);
  private final List<Operation> operations = new ArrayList<>();
  private final Kernel copy;

  AdamKernel(
      OneDnnRuntime runtime,
      AdamUpdate op,
      OneDnnLayout layout,
      OneDnnLayout rate,
      OneDnnLayout step) {
    this.runtime = runtime;
    this.op = op;
    this.layout = layout;
    this.rate = rate;
    this.step = step;
    flat = Descriptor.dense(DataTypes.F32, layout.bytes() / FLOAT_BYTES);
    copy = new MovementKernels(runtime).move("adam", layout, flat, layout, flat);
    if (op.weightDecay() != 0) {
      add(dnnl_binary_mul, Place.WEIGHTS, Place.KEPT, Place.WEIGHTS);
    }
    // max(g, g) is g: the shortest way to start a chain of post-ops.
    add(
        dnnl_binary_max,
        Place.GRADIENT,
        Place.GRADIENT,
        Place.M,
        linear(1 - op.beta1(), 0),
        sum(op.beta1()));
    add(
        dnnl_binary_mul,
        Place.GRADIENT,
        Place.GRADIENT,
        Place.V,
        linear(1 - op.beta2(), 0),
        sum(op.beta2()));
    if (op.amsgrad()) {
      add(dnnl_binary_max, Place.LARGEST_V, Place.V, Place.LARGEST_V);
    }
    Place v = op.amsgrad() ? Place.LARGEST_V : Place.V;
    Primitive update =
        primitive(
            dnnl_binary_max,
            flat,
            new PostOp.Elementwise(dnnl_eltwise_sqrt, 0, 0),
            linear(1, op.epsilon()),
            new PostOp.Elementwise(dnnl_eltwise_pow, 1, -1),
            new PostOp.Binary(dnnl_binary_mul, flat),
            new PostOp.Binary(dnnl_binary_mul, scalar),
            sum(1));
    operations.add(
        new Operation(update, v, v, Place.WEIGHTS, Map.of(3, Place.M, 4, Place.NEGATIVE_RATE)));
  }

  private static PostOp linear(double alpha, double beta) {
    return new PostOp.Elementwise(dnnl_eltwise_linear, (float) alpha, (float) beta);
  }

  private static PostOp sum(double scale) {
    return new PostOp.Sum((float) scale);
  }

  private void add(int algorithm, Place left, Place right, Place target, PostOp... postOps) {
    operations.add(
        new Operation(
            primitive(algorithm, descriptor(right), postOps), left, right, target, Map.of()));
  }

  private Primitive primitive(int algorithm, Descriptor second, PostOp... postOps) {
    return Primitive.create(
        "adam",
        (scope, result) ->
            dnnl_binary_primitive_desc_create(
                result,
                runtime.engine(),
                algorithm,
                scope.open(flat),
                scope.open(second),
                scope.open(flat),
                scope.attributes(postOps)));
  }

  private Descriptor descriptor(Place place) {
    return place == Place.NEGATIVE_RATE || place == Place.KEPT ? scalar : flat;
  }

  @Override
  public List<Layout> inputs() {
    return op.amsgrad()
        ? List.of(layout, layout, rate, step, layout, layout, layout)
        : List.of(layout, layout, rate, step, layout, layout);
  }

  @Override
  public List<Layout> outputs() {
    return op.amsgrad() ? List.of(layout, layout, layout, layout) : List.of(layout, layout, layout);
  }

  @Override
  public int inPlace(int output) {
    return output == 0 ? 0 : output + 3;
  }

  @Override
  public long scratchBytes() {
    return 2L * Engine.ALIGNMENT;
  }

  @Override
  public String description() {
    return "adam " + operations.get(operations.size() - 1).primitive().implementation();
  }

  @Override
  public Step bind(List<Buffer> inputs, List<Buffer> outputs, Buffer scratch) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Buffer before = inputs.get(inPlace(i));
      Buffer after = outputs.get(i);
      if (!((NativeBuffer) before).isAt((NativeBuffer) after)) {
        steps.add(copy.bind(List.of(before), List.of(after), scratch));
      }
    }
    Map<Place, NativeBuffer> places = places(inputs, outputs, (NativeBuffer) scratch);
    operations.forEach(operation -> steps.add(bind(operation, places)));
    NativeBuffer currentRate = (NativeBuffer) inputs.get(2);
    NativeBuffer currentStep = (NativeBuffer) inputs.get(3);
    NativeBuffer negativeRate = place(places, Place.NEGATIVE_RATE);
    NativeBuffer kept = place(places, Place.KEPT);
    steps.add(
        0,
        () -> {
          float r = currentRate.floats().get(0);
          negativeRate.floats().put(0, (float) -op.correctedRate(r, currentStep.ints().get(0)));
          kept.floats().put(0, 1 - (float) op.weightDecay() * r);
        });
    return Steps.sequence(steps.toArray(Step[]::new));
  }

  private Map<Place, NativeBuffer> places(
      List<Buffer> inputs, List<Buffer> outputs, NativeBuffer scratch) {
    Map<Place, NativeBuffer> places = new EnumMap<>(Place.class);
    places.put(Place.WEIGHTS, (NativeBuffer) outputs.get(0));
    places.put(Place.GRADIENT, (NativeBuffer) inputs.get(1));
    places.put(Place.M, (NativeBuffer) outputs.get(1));
    places.put(Place.V, (NativeBuffer) outputs.get(2));
    if (op.amsgrad()) {
      places.put(Place.LARGEST_V, (NativeBuffer) outputs.get(3));
    }
    OneDnnLayout word = OneDnnLayout.raw(FLOAT_BYTES);
    places.put(Place.NEGATIVE_RATE, scratch.part(0, word));
    places.put(Place.KEPT, scratch.part(Engine.ALIGNMENT, word));
    return places;
  }

  private Step bind(Operation operation, Map<Place, NativeBuffer> places) {
    List<PrimitiveStep.Argument> arguments = new ArrayList<>();
    arguments.add(argument(DNNL_ARG_SRC_0, operation.left(), places));
    arguments.add(argument(DNNL_ARG_SRC_1, operation.right(), places));
    arguments.add(argument(DNNL_ARG_DST, operation.target(), places));
    operation
        .operands()
        .forEach(
            (index, place) ->
                arguments.add(
                    argument(
                        DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1,
                        place,
                        places)));
    return new PrimitiveStep(runtime, operation.primitive(), arguments);
  }

  private PrimitiveStep.Argument argument(int id, Place place, Map<Place, NativeBuffer> places) {
    return new PrimitiveStep.Argument(id, descriptor(place), place(places, place).pointer());
  }

  private static NativeBuffer place(Map<Place, NativeBuffer> places, Place place) {
    return Objects.requireNonNull(places.get(place));
  }

  @Override
  public void close() {
    operations.forEach(operation -> operation.primitive().close());
    copy.close();
  }
}
