package dev.lamina.ir.ops;

import dev.lamina.ir.BatchSplit;
import dev.lamina.ir.DType;
import dev.lamina.ir.MultiplyAdds;
import dev.lamina.ir.Reach;
import dev.lamina.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adam (Kingma and Ba, 2014; weight decay decoupled as in Loshchilov and Hutter, 2017): {@code (p,
 * g, rate, step i32, m, v, vMax?) -> (p', m', v', vMax'?)}, steps counted from 1. First {@code p -=
 * p weightDecay rate}. {@code m' = m + (1 - beta1)(g - m)}, {@code v' = v + (1 - beta2)(g^2 - v)},
 * {@code p' = p - rate sqrt(1 - beta2^step) / (1 - beta1^step) m' / (sqrt(v') + epsilon)}; amsgrad
 * (Reddi et al., 2018) uses {@code vMax' = max(vMax, v')} in place of v'.
 */
public record AdamUpdate(
    double beta1, double beta2, double epsilon, boolean amsgrad, double weightDecay)
    implements OpRecord {
  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int count = amsgrad ? 7 : 6;
    Check.count(this, inputs, count, count);
    Check.dtype(this, inputs.get(3), DType.INT32);
    Check.same(this, "the gradient", inputs.get(1).shape(), inputs.get(0).shape());
    List<TensorType> outputs = new ArrayList<>();
    outputs.add(inputs.get(0));
    outputs.addAll(inputs.subList(4, count));
    return outputs;
  }

  @Override
  public Reach reach(List<TensorType> inputs) {
    return Reach.element();
  }

  @Override
  public Optional<MultiplyAdds> multiplyAdds(List<TensorType> inputs) {
    return Optional.of(MultiplyAdds.each(inputs.get(0).shape(), 3));
  }

  @Override
  public Optional<BatchSplit> batchSplit(List<TensorType> inputs) {
    return Optional.empty();
  }

  /** {@code rate sqrt(1 - beta2^step) / (1 - beta1^step)}, in double. */
  public double correctedRate(double rate, int step) {
    return rate * Math.sqrt(1 - Math.pow(beta2, step)) / (1 - Math.pow(beta1, step));
  }
}
