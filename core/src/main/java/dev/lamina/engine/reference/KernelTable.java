package dev.lamina.engine.reference;

import dev.lamina.ir.Op;
import dev.lamina.ir.ops.AdamUpdate;
import dev.lamina.ir.ops.ArgMax;
import dev.lamina.ir.ops.AveragePooling;
import dev.lamina.ir.ops.AveragePoolingGradient;
import dev.lamina.ir.ops.BatchNormGradient;
import dev.lamina.ir.ops.BatchNormInference;
import dev.lamina.ir.ops.BatchNormTraining;
import dev.lamina.ir.ops.Binary;
import dev.lamina.ir.ops.Broadcast;
import dev.lamina.ir.ops.Cast;
import dev.lamina.ir.ops.ChannelSoftmax;
import dev.lamina.ir.ops.ChannelSoftmaxGradient;
import dev.lamina.ir.ops.Concatenation;
import dev.lamina.ir.ops.Convolution;
import dev.lamina.ir.ops.ConvolutionFilterGradient;
import dev.lamina.ir.ops.ConvolutionInputGradient;
import dev.lamina.ir.ops.ElementDropout;
import dev.lamina.ir.ops.ElementDropoutGradient;
import dev.lamina.ir.ops.Fill;
import dev.lamina.ir.ops.InTopK;
import dev.lamina.ir.ops.InnerProduct;
import dev.lamina.ir.ops.InnerProductInputGradient;
import dev.lamina.ir.ops.InnerProductWeightGradient;
import dev.lamina.ir.ops.MaxPooling;
import dev.lamina.ir.ops.MaxPoolingGradient;
import dev.lamina.ir.ops.MovingAverage;
import dev.lamina.ir.ops.OneHot;
import dev.lamina.ir.ops.Reduction;
import dev.lamina.ir.ops.Resampling;
import dev.lamina.ir.ops.ResamplingGradient;
import dev.lamina.ir.ops.Reshaping;
import dev.lamina.ir.ops.RmsPropUpdate;
import dev.lamina.ir.ops.SgdUpdate;
import dev.lamina.ir.ops.Slicing;
import dev.lamina.ir.ops.Transpose;
import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryGradient;
import dev.lamina.ir.ops.ZeroPadding;
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
    define(Convolution.class, ConvolutionKernels::forward);
    define(ConvolutionInputGradient.class, ConvolutionKernels::inputGradient);
    define(ConvolutionFilterGradient.class, ConvolutionKernels::filterGradient);
    define(InnerProduct.class, InnerProductKernels::forward);
    define(InnerProductInputGradient.class, InnerProductKernels::inputGradient);
    define(InnerProductWeightGradient.class, InnerProductKernels::filterGradient);
    define(MaxPooling.class, MaxPoolKernels::forward);
    define(MaxPoolingGradient.class, MaxPoolKernels::inputGradient);
    define(AveragePooling.class, AveragePoolKernels::forward);
    define(AveragePoolingGradient.class, AveragePoolKernels::inputGradient);
    define(BatchNormTraining.class, BatchNormKernels::training, 0);
    define(BatchNormGradient.class, BatchNormKernels::gradient, 3);
    define(BatchNormInference.class, BatchNormKernels::inference, 0);
    define(ElementDropout.class, DropoutKernels::forward, 0);
    define(ElementDropoutGradient.class, DropoutKernels::inputGradient, 1);
    define(Unary.class, ElementKernels::unary, 0);
    define(UnaryGradient.class, ElementKernels::unaryGradient, 1);
    define(Binary.class, ElementKernels::binary, 0);
    define(Fill.class, ElementKernels::fill);
    define(Reduction.class, AxisKernels::reduce);
    define(Broadcast.class, AxisKernels::broadcast);
    define(Cast.class, ElementKernels::cast);
    define(Transpose.class, AxisKernels::transpose);
    define(Reshaping.class, AxisKernels::reshape, 0);
    define(Concatenation.class, BoxKernels::concatenate);
    define(Slicing.class, BoxKernels::slice);
    define(ZeroPadding.class, BoxKernels::pad);
    define(Resampling.class, ResamplingKernels::forward);
    define(ResamplingGradient.class, ResamplingKernels::inputGradient);
    define(ChannelSoftmax.class, SoftmaxKernels::forward, 0);
    define(ChannelSoftmaxGradient.class, SoftmaxKernels::inputGradient, 1);
    define(OneHot.class, LabelKernels::oneHot);
    define(ArgMax.class, LabelKernels::argMax);
    define(InTopK.class, LabelKernels::inTopK);
    define(SgdUpdate.class, OptimizerKernels::sgd, 0, 3);
    define(RmsPropUpdate.class, OptimizerKernels::rmsProp, 0, 3, 4, 5);
    define(AdamUpdate.class, OptimizerKernels::adam, 0, 4, 5, 6);
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
