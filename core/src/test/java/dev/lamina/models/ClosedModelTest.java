package dev.lamina.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lamina.LaminaException;
import dev.lamina.layers.Input;
import dev.lamina.layers.core.Dense;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every public method of a closed model says that it is closed, also methods that are yet to come.
 */
class ClosedModelTest {
  private static Sequential closed(boolean used) {
    Sequential model = new Sequential(new Input(4), new Dense(2));
    model.setEngine("reference");
    model.compile("sgd", "mse");
    if (used) {
      model.predict(new float[4]);
    }
    model.close();
    return model;
  }

  @Test
  void everyMethodSaysSo() throws IllegalAccessException {
    for (boolean used : new boolean[] {false, true}) {
      Sequential model = closed(used);
      List<String> silent = new ArrayList<>();
      int methods = 0;
      for (Method method : Sequential.class.getMethods()) {
        if (method.getDeclaringClass() == Object.class
            || Modifier.isStatic(method.getModifiers())
            || method.isBridge()
            || method.getName().equals("close")
            || method.getName().equals("toString")) {
          continue;
        }
        methods++;
        Throwable thrown = null;
        try {
          method.invoke(
              model, Arrays.stream(method.getParameterTypes()).map(ClosedModelTest::any).toArray());
        } catch (InvocationTargetException e) {
          thrown = e.getCause();
        }
        if (!(thrown instanceof LaminaException)
            || !String.valueOf(thrown.getMessage()).startsWith("the model is closed; ")) {
          silent.add(method + ": " + thrown);
        }
      }
      assertThat(silent).isEmpty();
      assertThat(methods).isGreaterThan(40);
    }
  }

  private static @Nullable Object any(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == double.class) {
      return 1.0;
    }
    if (type == float[].class) {
      return new float[4];
    }
    if (type == String[].class) {
      return new String[0];
    }
    return type == String.class ? "reference" : null;
  }

  @Test
  void closingTwiceIsNoError() {
    Sequential model = closed(true);
    assertThat(catchThrowable(model::close)).isNull();
  }
}
