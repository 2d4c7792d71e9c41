package dev.lamina.ir.ops;

/**
 * Functions of one number with up to two constants, and their derivatives. {@code apply} is the
 * definition every engine is compared with; NaN gives NaN, and infinities give what they give in
 * Keras on JAX. Where the derivative follows from the result, backward need not keep the input: an
 * activation can then be fused into the op before it.
 */
public enum UnaryFunction {
  /** {@code alpha x + beta}. */
  LINEAR(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return alpha * x + beta;
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return alpha;
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return alpha;
    }
  },
  /**
   * {@code max(x, 0) + alpha min(x, 0)}; alpha, the negative slope, is at least 0. With slope 0
   * minus infinity gives 0.
   */
  RELU(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return alpha == 0 ? Math.max(x, 0) : x > 0 ? x : alpha * x;
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return x > 0 ? 1 : alpha;
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return y > 0 ? 1 : alpha;
    }
  },
  /**
   * {@code x} above 0, else {@code alpha (e^x - 1)} (Clevert et al., 2015); alpha is at least 0.
   */
  ELU(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return x > 0 ? x : alpha * Math.expm1(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return x > 0 ? 1 : alpha * Math.exp(x);
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return y > 0 ? 1 : y + alpha;
    }
  },
  /** {@code x Phi(x)} with the normal distribution function (Hendrycks and Gimpel, 2016). */
  GELU_ERF(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return x * Erf.normalCdf(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return Erf.normalCdf(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
  },
  /** GELU by its tanh approximation. */
  GELU_TANH(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return 0.5 * x * (1 + Math.tanh(inner(x)));
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      double tanh = Math.tanh(inner(x));
      double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * slope;
    }

    private double inner(double x) {
      return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }
  },
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return sigmoid(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return sigmoid(x) * sigmoid(-x);
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return y * (1 - y);
    }
  },
  TANH(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.tanh(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      double y = Math.tanh(x);
      return 1 - y * y;
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return 1 - y * y;
    }
  },
  /** {@code x sigmoid(x)}, also called swish. */
  SILU(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return x * sigmoid(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      double s = sigmoid(x);
      return s * (1 + x * (1 - s));
    }
  },
  /** {@code clip(alpha x + beta, 0, 1)}. */
  HARD_SIGMOID(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.max(0, Math.min(1, alpha * x + beta));
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      double line = alpha * x + beta;
      return line > 0 && line < 1 ? alpha : 0;
    }
  },
  /** {@code log(1 + e^x)}. */
  SOFTPLUS(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return sigmoid(x);
    }
  },
  EXP(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.exp(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return Math.exp(x);
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return y;
    }
  },
  /** The natural logarithm. */
  LOG(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.log(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return 1 / x;
    }
  },
  SQRT(true) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.sqrt(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return 0.5 / Math.sqrt(x);
    }

    @Override
    public double derivativeFromOutput(double y, double alpha, double beta) {
      return 0.5 / y;
    }
  },
  SQUARE(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return x * x;
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return 2 * x;
    }
  },
  ABS(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.abs(x);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return Math.signum(x);
    }
  },
  /** {@code alpha x^beta}. */
  POW(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return alpha * Math.pow(x, beta);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return alpha * beta * Math.pow(x, beta - 1);
    }
  },
  /** {@code min(max(x, alpha), beta)}; the derivative is 1 for {@code alpha < x <= beta}. */
  CLIP(false) {
    @Override
    public double apply(double x, double alpha, double beta) {
      return Math.min(Math.max(x, alpha), beta);
    }

    @Override
    public double derivative(double x, double alpha, double beta) {
      return x > alpha && x <= beta ? 1 : 0;
    }
  };

  private final boolean derivativeFromOutput;

  UnaryFunction(boolean derivativeFromOutput) {
    this.derivativeFromOutput = derivativeFromOutput;
  }

  public abstract double apply(double x, double alpha, double beta);

  public abstract double derivative(double x, double alpha, double beta);

  /** The derivative where the function's value is {@code y}. */
  public double derivativeFromOutput(double y, double alpha, double beta) {
    throw new UnsupportedOperationException(this + " has no derivative by its output");
  }

  /** Whether the derivative follows from the output alone. */
  public boolean hasDerivativeFromOutput() {
    return derivativeFromOutput;
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
