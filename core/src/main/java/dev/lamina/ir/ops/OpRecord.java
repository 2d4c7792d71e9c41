package dev.lamina.ir.ops;

import dev.lamina.ir.Op;

/**
 * The ops that there are: a closed set, each with a gradient rule and with a kernel in every
 * engine. Tests walk it, so that no op lacks one.
 */
public sealed interface OpRecord extends Op
    permits AdamUpdate,
        ArgMax,
        AveragePooling,
        AveragePoolingGradient,
        BatchNormTraining,
        BatchNormGradient,
        BatchNormInference,
        Binary,
        Broadcast,
        Cast,
        Convolution,
        ConvolutionFilterGradient,
        ConvolutionInputGradient,
        ElementDropout,
        ElementDropoutGradient,
        Fill,
        InTopK,
        InnerProduct,
        InnerProductWeightGradient,
        InnerProductInputGradient,
        MaxPooling,
        MaxPoolingGradient,
        MovingAverage,
        OneHot,
        Reduction,
        Reshaping,
        RmsPropUpdate,
        SgdUpdate,
        ChannelSoftmax,
        ChannelSoftmaxGradient,
        Transpose,
        Unary,
        UnaryGradient {}
