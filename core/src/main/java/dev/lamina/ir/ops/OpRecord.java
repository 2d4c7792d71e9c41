package dev.lamina.ir.ops;

import dev.lamina.ir.Op;

/**
 * The ops that there are: a closed set, each with a gradient rule and with a kernel in every
 * engine. Tests walk it, so that no op lacks one.
 */
public sealed interface OpRecord extends Op
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
        UnaryGrad {}
