package dev.lamina.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.engine.Engine;
import dev.lamina.engine.KernelGroup;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForwardingEngineTest {
  /** What would go round the subclass, or is the forwarding engine's own. */
  private static final Set<String> KEPT = Set.of("isGroupable", "solo", "close");

  private final List<String> asked = new ArrayList<>();
  private final Engine asking =
      (Engine)
          Proxy.newProxyInstance(
              Engine.class.getClassLoader(),
              new Class<?>[] {Engine.class},
              (proxy, method, arguments) -> {
                asked.add(signature(method));
                return method.getReturnType() == long.class
                    ? 0L
                    : method.getReturnType() == Optional.class ? Optional.empty() : null;
              });
  private final Engine forwarding = new ForwardingEngine(asking) {};

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static boolean isKept(Method method) {
    return KEPT.contains(method.getName())
        || method.getName().equals("run") // which is a call
        || Arrays.asList(method.getParameterTypes()).contains(KernelGroup.class);
  }

  /** A new method of engines is either passed on or named above. */
  @Test
  void passesOnAllButWhatGoesRoundIt() throws Exception {
    for (Method method : Engine.class.getMethods()) {
      if (Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      Object[] arguments = new Object[method.getParameterCount()];
      Class<?>[] types = method.getParameterTypes();
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = types[i] == long.class ? 0L : null;
      }
      asked.clear();
      if (method.getName().equals("run")) {
        forwarding.run(() -> {});
        assertThat(asked).singleElement().asString().startsWith("call[");
        continue;
      }
      method.invoke(forwarding, arguments);
      if (isKept(method)) {
        assertThat(asked).as(method.getName()).isEmpty();
      } else {
        assertThat(asked).containsExactly(signature(method));
      }
    }
  }

  @Test
  void hasNeitherGroupsNorAnEngineForSmallWork() {
    assertThat(forwarding.solo()).isEmpty();
    assertThat(forwarding.isGroupable(null)).isFalse();
    assertThat(forwarding.kernel((KernelGroup) null)).isEmpty();
  }
}
