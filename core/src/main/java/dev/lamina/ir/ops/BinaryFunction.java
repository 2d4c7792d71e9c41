package dev.lamina.ir.ops;

/** Functions of two numbers. Comparisons give 1 or 0 and pass no gradient. */
public enum BinaryFunction {
  ADD {
    @Override
    public double apply(double a, double b) {
      return a + b;
    }
  },
  SUBTRACT {
    @Override
    public double apply(double a, double b) {
      return a - b;
    }
  },
  MULTIPLY {
    @Override
    public double apply(double a, double b) {
      return a * b;
    }
  },
  DIVIDE {
    @Override
    public double apply(double a, double b) {
      return a / b;
    }
  },
  MAXIMUM {
    @Override
    public double apply(double a, double b) {
      return Math.max(a, b);
    }
  },
  MINIMUM {
    @Override
    public double apply(double a, double b) {
      return Math.min(a, b);
    }
  },
  EQUAL {
    @Override
    public double apply(double a, double b) {
      return a == b ? 1 : 0;
    }
  },
  GREATER {
    @Override
    public double apply(double a, double b) {
      return a > b ? 1 : 0;
    }
  },
  GREATER_EQUAL {
    @Override
    public double apply(double a, double b) {
      return a >= b ? 1 : 0;
    }
  };

  public abstract double apply(double a, double b);
}
