package dev.lamina.ir.ops;

import dev.lamina.ir.Op;

/**
 * The ops that there are, a closed set. Each has a kernel in every engine, and a gradient rule
 * unless no gradient passes through it. Tests walk the set, so that no op is forgotten.
 */
public sealed interface OpRecord extends Op
    permits AdamUpdate,
        ArgMax,
        AveragePooling,
        AveragePoolingGradient,
        BatchNormGradient,
        BatchNormInference,
        BatchNormTraining,
        Binary,
        Broadcast,
        Cast,
        ChannelSoftmax,
        ChannelSoftmaxGradient,
        Concatenation,
        Convolution,
        ConvolutionFilterGradient,
        ConvolutionInputGradient,
        ElementDropout,
        ElementDropoutGradient,
        Fill,
        InTopK,
        InnerProduct,
        InnerProductInputGradient,
        InnerProductWeightGradient,
        MaxPooling,
        MaxPoolingGradient,
        MovingAverage,
        OneHot,
        Reduction,
        Resampling,
        ResamplingGradient,
        Reshaping,
        RmsPropUpdate,
        SgdUpdate,
        Slicing,
        Transpose,
        Unary,
        UnaryGradient,
        ZeroPadding {}
