package dev.lamina.engine.reference;

import dev.lamina.ir.Op;
import dev.lamina.ir.ops.AdamStep;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePool2d;
import dev.lamina.ir.ops.AveragePool2dGrad;
import dev.lamina.ir.ops.BatchNorm;
import dev.lamina.ir.ops.BatchNormGrad;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.BroadcastTo;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.Conv2d;
import dev.lamina.ir.ops.Conv2dFilterGrad;
import dev.lamina.ir.ops.Conv2dInputGrad;
import dev.lamina.ir.ops.Dropout;
import dev.lamina.ir.ops.DropoutGrad;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductFilterGrad;
import dev.lamina.ir.ops.InnerProductInputGrad;
import dev.lamina.ir.ops.MaxPool2d;
import dev.lamina.ir.ops.MaxPool2dGrad;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduce;
import dev.lamina.ir.ops.Reshape;
import dev.lamina.ir.ops.RmsPropStep;
import dev.lamina.ir.ops.SgdStep;
import dev.lamina.ir.ops.Softmax;
import dev.lamina.ir.ops.SoftmaxGrad;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGrad;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every op's definition, and which inputs its outputs may overwrite. */
final class KernelTable {
  private static final Map<Class<? extends Op>, Row<? extends Op>> ROWS = new HashMap<>();

  private KernelTable() {}

  static {
    define(Conv2d.class, ConvolutionKernels::forward);
    define(Conv2dInputGrad.class, ConvolutionKernels::inputGradient);
    define(Conv2dFilterGrad.class, ConvolutionKernels::filterGradient);
    define(InnerProduct.class, InnerProductKernels::forward);
    define(InnerProductInputGrad.class, InnerProductKernels::inputGradient);
    define(InnerProductFilterGrad.class, InnerProductKernels::filterGradient);
    define(MaxPool2d.class, MaxPoolKernels::forward);
    define(MaxPool2dGrad.class, MaxPoolKernels::inputGradient);
    define(AveragePool2d.class, AveragePoolKernels::forward);
    define(AveragePool2dGrad.class, AveragePoolKernels::inputGradient);
    define(BatchNorm.class, BatchNormKernels::training, 0);
    define(BatchNormGrad.class, BatchNormKernels::gradient, 3);
    define(BatchNormInference.class, BatchNormKernels::inference, 0);
    define(Dropout.class, DropoutKernels::forward, 0);
    define(DropoutGrad.class, DropoutKernels::inputGradient, 1);
    define(Unary.class, ElementKernels::unary, 0);
    define(UnaryGrad.class, ElementKernels::unaryGradient, 1);
    define(Binary.class, ElementKernels::binary, 0);
    define(Fill.class, ElementKernels::fill);
    define(Reduce.class, AxisKernels::reduce);
    define(BroadcastTo.class, AxisKernels::broadcast);
    define(Cast.class, ElementKernels::cast);
    define(Transpose.class, AxisKernels::transpose);
    define(Reshape.class, AxisKernels::reshape, 0);
    define(Softmax.class, SoftmaxKernels::forward, 0);
    define(SoftmaxGrad.class, SoftmaxKernels::inputGradient, 1);
    define(OneHot.class, LabelKernels::oneHot);
    define(ArgMax.class, LabelKernels::argMax);
    define(InTopK.class, LabelKernels::inTopK);
    define(SgdStep.class, OptimizerKernels::sgd, 0, 3);
    define(RmsPropStep.class, OptimizerKernels::rmsProp, 0, 3, 4, 5);
    define(AdamStep.class, OptimizerKernels::adam, 0, 4, 5, 6);
    define(MovingAverage.class, OptimizerKernels::movingAverage, 0);
  }

  /**
   * @param inPlace for each output in turn, the input that it may overwrite
   */
  private static <O extends Op> void define(
      Class<O> type, Definition<O> definition, int... inPlace) {
    ROWS.put(type, new Row<>(definition, Arrays.stream(inPlace).boxed().toList()));
  }

  @SuppressWarnings("unchecked") // define() pairs each class with a definition for it
  static <O extends Op> Row<O> row(Class<O> type) {
    Row<O> row = (Row<O>) ROWS.get(type);
    if (row == null) {
      throw new IllegalStateException("the reference engine does not define " + type.getName());
    }
    return row;
  }

  static Set<Class<? extends Op>> defined() {
    return Set.copyOf(ROWS.keySet());
  }

  /** One op's line in the table. */
  record Row<O extends Op>(Definition<O> definition, List<Integer> inPlace) {
    /** The input that an output may overwrite, or -1. */
    int inPlace(int output) {
      return output < inPlace.size() ? inPlace.get(output) : -1;
    }
  }
}
