package dev.lamina.engine.onednn.primitives;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_abs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardsigmoid;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_pow;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_square;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;

import dev.lamina.ir.ops.Unary;
import dev.lamina.ir.ops.UnaryFunction;

/** oneDNN's names of the functions of one number. */
public final class Elementwise {
  private Elementwise() {}

  /** The function of this op. */
  public static PostOp.Elementwise of(Unary op) {
    return new PostOp.Elementwise(
        algorithm(op.function()), alpha(op.function(), op.alpha()), (float) op.beta());
  }

  /** As what follows a primitive; nothing for the identity. */
  public static PostOp[] postOps(Unary activation) {
    return activation.isIdentity() ? new PostOp[0] : new PostOp[] {of(activation)};
  }

  /** The function whose derivative is computed from its result. */
  public static PostOp.Elementwise fromOutput(Unary op) {
    int algorithm =
        switch (op.function()) {
          case LINEAR -> dnnl_eltwise_linear;
          case RELU -> dnnl_eltwise_relu_use_dst_for_bwd;
          case ELU -> dnnl_eltwise_elu_use_dst_for_bwd;
          case SIGMOID -> dnnl_eltwise_logistic_use_dst_for_bwd;
          case TANH -> dnnl_eltwise_tanh_use_dst_for_bwd;
          case EXP -> dnnl_eltwise_exp_use_dst_for_bwd;
          case SQRT -> dnnl_eltwise_sqrt_use_dst_for_bwd;
          default ->
              throw new IllegalArgumentException(
                  op.function() + " has no derivative by its output; expected its input");
        };
    return new PostOp.Elementwise(algorithm, alpha(op.function(), op.alpha()), (float) op.beta());
  }

  /** Whether backward takes the function's result in place of its argument. */
  public static boolean readsOutput(int algorithm) {
    return algorithm >= dnnl_eltwise_relu_use_dst_for_bwd
        && algorithm <= dnnl_eltwise_exp_use_dst_for_bwd;
  }

  private static int algorithm(UnaryFunction function) {
    return switch (function) {
      case LINEAR -> dnnl_eltwise_linear;
      case RELU -> dnnl_eltwise_relu;
      case ELU -> dnnl_eltwise_elu;
      case GELU_ERF -> dnnl_eltwise_gelu_erf;
      case GELU_TANH -> dnnl_eltwise_gelu_tanh;
      case SIGMOID -> dnnl_eltwise_logistic;
      case TANH -> dnnl_eltwise_tanh;
      case SILU -> dnnl_eltwise_swish;
      case HARD_SIGMOID -> dnnl_eltwise_hardsigmoid;
      case SOFTPLUS -> dnnl_eltwise_soft_relu;
      case EXP -> dnnl_eltwise_exp;
      case LOG -> dnnl_eltwise_log;
      case SQRT -> dnnl_eltwise_sqrt;
      case SQUARE -> dnnl_eltwise_square;
      case ABS -> dnnl_eltwise_abs;
      case POW -> dnnl_eltwise_pow;
      case CLIP -> dnnl_eltwise_clip;
    };
  }

  /** swish and soft_relu have a parameter in oneDNN; 1 gives silu and softplus. */
  private static float alpha(UnaryFunction function, double alpha) {
    return function == UnaryFunction.SILU || function == UnaryFunction.SOFTPLUS ? 1 : (float) alpha;
  }
}
