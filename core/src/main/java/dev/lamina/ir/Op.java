package dev.lamina.ir;

import java.util.List;

/**
 * What a {@link Node} computes: a record of typed attributes that knows the types of its outputs.
 * Ops are as coarse as the kernels that run them. Each has one gradient rule and one kernel per
 * engine; the reference engine's kernel defines its numbers.
 */
public sealed interface Op
    permits AdamStep,
        ArgMax,
        AveragePool2d,
        AveragePool2dGrad,
        BatchNorm,
        BatchNormGrad,
        BatchNormInference,
        Binary,
        BroadcastTo,
        Cast,
        Conv2d,
        Conv2dFilterGrad,
        Conv2dInputGrad,
        Dropout,
        DropoutGrad,
        Fill,
        InTopK,
        InnerProduct,
        InnerProductFilterGrad,
        InnerProductInputGrad,
        MaxPool2d,
        MaxPool2dGrad,
        MovingAverage,
        OneHot,
        Reduce,
        Reshape,
        RmsPropStep,
        SgdStep,
        Softmax,
        SoftmaxGrad,
        Transpose,
        Unary,
        UnaryGrad {

  /**
   * The types of the outputs, in order.
   *
   * @throws dev.lamina.ShapeException if the inputs do not fit this op or one another
   */
  List<TensorType> infer(List<TensorType> inputs);
}
