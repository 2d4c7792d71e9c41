package dev.lamina.contract;

import dev.lamina.LaminaException;
import dev.lamina.engine.Engine;
import dev.lamina.ir.Op;
import dev.lamina.ir.TensorType;
import java.util.List;

/** An engine answered a request for a kernel by empty. */
final class UnsupportedOpException extends LaminaException {
  private static final long serialVersionUID = 1L;

  UnsupportedOpException(Engine engine, Op op, List<TensorType> inputs) {
    super("the engine \"%s\" does not support %s on %s".formatted(engine.name(), op, inputs));
  }
}
