package dev.lamina.contract;

/** Ops that are tested alike. Every op of the IR is in one of them at least. */
public enum OpFamily {
  CONVOLUTION(ConvolutionCases::forward),
  CONVOLUTION_INPUT_GRADIENT(ConvolutionCases::inputGradient),
  CONVOLUTION_FILTER_GRADIENT(ConvolutionCases::filterGradient),
  /** The input gradient as a layer of its own, with bias, activation and gradients. */
  TRANSPOSED_CONVOLUTION(ConvolutionCases::transposed),
  INNER_PRODUCT(InnerProductCases::forward),
  INNER_PRODUCT_INPUT_GRADIENT(InnerProductCases::inputGradient),
  INNER_PRODUCT_FILTER_GRADIENT(InnerProductCases::filterGradient),
  MAX_POOL(PoolingCases::max),
  MAX_POOL_GRADIENT(PoolingCases::maxGradient),
  AVERAGE_POOL(PoolingCases::average),
  AVERAGE_POOL_GRADIENT(PoolingCases::averageGradient),
  BATCH_NORM(BatchNormCases::training),
  BATCH_NORM_GRADIENT(BatchNormCases::gradient),
  BATCH_NORM_INFERENCE(BatchNormCases::inference),
  DROPOUT(DropoutCases::forward),
  DROPOUT_GRADIENT(DropoutCases::gradient),
  UNARY(UnaryCases::forward),
  UNARY_GRADIENT(UnaryCases::gradient),
  BINARY(AxisCases::binary),
  BROADCAST(AxisCases::broadcast),
  CAST(AxisCases::cast),
  REDUCE(AxisCases::reduce),
  RESHAPE(AxisCases::reshape),
  TRANSPOSE(AxisCases::transpose),
  FILL(AxisCases::fill),
  CONCATENATION(BoxCases::concatenation),
  SLICING(BoxCases::slicing),
  PADDING(BoxCases::padding),
  RESAMPLING(ResamplingCases::forward),
  RESAMPLING_GRADIENT(ResamplingCases::gradient),
  SOFTMAX(SoftmaxCases::forward),
  SOFTMAX_GRADIENT(SoftmaxCases::gradient),
  ONE_HOT(LabelCases::oneHot),
  ARG_MAX(LabelCases::argMax),
  IN_TOP_K(LabelCases::inTopK),
  SGD(OptimizerCases::sgd),
  RMS_PROP(OptimizerCases::rmsProp),
  ADAM(OptimizerCases::adam),
  MOVING_AVERAGE(OptimizerCases::movingAverage),
  /** Shortcuts, weighed channels and channels put together, with their gradients. */
  BRANCHES(BranchCases::branches),
  /** Small networks with their gradients, in whatever layouts the kernels hand on. */
  NETWORK(NetworkCases::network),
  /** Ranks and windows that layers do not ask for; an engine may decline these. */
  UNUSUAL(UnusualCases::unusual);

  @SuppressWarnings("ImmutableEnumChecker") // all are references to static methods
  private final Generator generator;

  OpFamily(Generator generator) {
    this.generator = generator;
  }

  /** Draws a case's graph and data. */
  @FunctionalInterface
  interface Generator {
    void draw(CaseBuilder builder);
  }

  void draw(CaseBuilder builder) {
    generator.draw(builder);
  }

  /** Whether layers ask for these ops in bfloat16 too. */
  public boolean hasBfloat16() {
    return switch (this) {
      case FILL, ONE_HOT, ARG_MAX, IN_TOP_K, SGD, RMS_PROP, ADAM, MOVING_AVERAGE, UNUSUAL -> false;
      case CAST,
          CONVOLUTION,
          CONVOLUTION_INPUT_GRADIENT,
          CONVOLUTION_FILTER_GRADIENT,
          TRANSPOSED_CONVOLUTION,
          INNER_PRODUCT,
          INNER_PRODUCT_INPUT_GRADIENT,
          INNER_PRODUCT_FILTER_GRADIENT,
          MAX_POOL,
          MAX_POOL_GRADIENT,
          AVERAGE_POOL,
          AVERAGE_POOL_GRADIENT,
          BATCH_NORM,
          BATCH_NORM_GRADIENT,
          BATCH_NORM_INFERENCE,
          DROPOUT,
          DROPOUT_GRADIENT,
          UNARY,
          UNARY_GRADIENT,
          BINARY,
          BROADCAST,
          REDUCE,
          RESHAPE,
          TRANSPOSE,
          CONCATENATION,
          SLICING,
          PADDING,
          RESAMPLING,
          RESAMPLING_GRADIENT,
          SOFTMAX,
          SOFTMAX_GRADIENT,
          BRANCHES,
          NETWORK ->
          true;
    };
  }

  /** Whether an engine without bfloat16 is spared this. */
  public boolean needsBfloat16() {
    return this == CAST;
  }

  /** Whether an engine may answer by empty. */
  public boolean isOptional() {
    return this == UNUSUAL;
  }
}
