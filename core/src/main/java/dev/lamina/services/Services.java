package dev.lamina.services;

import dev.lamina.LaminaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds the providers of a service in two ways: as {@link ServiceLoader} does, and by the names of
 * Lamina's own. Each of Lamina's jars has its list below {@code META-INF/services}, and a tool that
 * packs all into one jar may keep only one of those lists; a class that is known by its name is
 * found there too. Tools that rename packages rename such names with them.
 *
 * <pre>{@code
 * List<EngineProvider> providers =
 *     Services.load(
 *         EngineProvider.class, List.of("dev.lamina.engine.reference.ReferenceEngineProvider"));
 * }</pre>
 */
public final class Services {
  private Services() {}

  /**
   * One instance of each provider, seen from the class loader of the service.
   *
   * @param known names of public classes with a public constructor without parameters; those that
   *     are absent are left out, for that is what a module which is not used is
   * @throws LaminaException if a known class is there but cannot be used
   */
  public static <S> List<S> load(Class<S> service, List<String> known) {
    Map<String, S> found = new LinkedHashMap<>();
    for (S provider : ServiceLoader.load(service, service.getClassLoader())) {
      found.put(provider.getClass().getName(), provider);
    }
    for (String name : known) {
      if (!found.containsKey(name)) {
        create(service, name).ifPresent(provider -> found.put(name, provider));
      }
    }
    return List.copyOf(found.values());
  }

  private static <S> Optional<S> create(Class<S> service, String name) {
    Class<?> type;
    try {
      type = Class.forName(name, false, service.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (LinkageError e) {
      throw unusable(service, name, e);
    }
    try {
      return Optional.of(service.cast(type.getConstructor().newInstance()));
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw unusable(service, name, e);
    }
  }

  private static LaminaException unusable(Class<?> service, String name, Throwable cause) {
    return new LaminaException(
        "%s is present but cannot be used as %s (%s); are all of Lamina's jars of one version?"
            .formatted(name, service.getName(), cause),
        cause);
  }
}
