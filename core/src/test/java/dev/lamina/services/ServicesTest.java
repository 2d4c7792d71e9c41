package dev.lamina.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.LaminaException;
import dev.lamina.engine.EngineProvider;
import dev.lamina.engine.reference.ReferenceEngineProvider;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ServicesTest {
  /** Nothing below META-INF/services lists it. */
  public static final class Unlisted implements Supplier<String> {
    public Unlisted() {}

    @Override
    public String get() {
      return "found";
    }
  }

  public static final class WithoutSuchConstructor implements Supplier<String> {
    public WithoutSuchConstructor(int size) {}

    @Override
    public String get() {
      return "never";
    }
  }

  /** Seen from this loader, unlike {@link Supplier}, which the JDK's own loader has. */
  public interface Greeting extends Supplier<String> {}

  public static final class Hello implements Greeting {
    public Hello() {}

    @Override
    public String get() {
      return "hello";
    }
  }

  @Test
  void whatIsNotListedIsFoundByItsName() {
    assertThat(Services.load(Greeting.class, List.of(Hello.class.getName())))
        .singleElement()
        .isInstanceOf(Hello.class);
  }

  @Test
  void whatIsListedAndKnownIsFoundOnce() {
    String name = ReferenceEngineProvider.class.getName();
    assertThat(Services.load(EngineProvider.class, List.of(name, name)))
        .extracting(provider -> provider.getClass().getName())
        .containsOnlyOnce(name);
  }

  @Test
  void whatIsAbsentIsLeftOut() {
    assertThat(Services.load(Greeting.class, List.of("dev.lamina.services.Absent"))).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsAnError() {
    for (Class<?> wrong : List.of(Unlisted.class, WithoutSuchConstructor.class)) {
      assertThatThrownBy(() -> Services.load(Greeting.class, List.of(wrong.getName())))
          .isInstanceOf(LaminaException.class)
          .hasMessageStartingWith(
              wrong.getName()
                  + " is present but cannot be used as dev.lamina.services.ServicesTest$Greeting (")
          .hasMessageEndingWith("are all of Lamina's jars of one version?");
    }
  }
}
