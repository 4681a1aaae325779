package io.lakeswarm.reconciler.plan;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes a value of any record: texts say the name of their component, numbers count up. */
final class Samples {
  private int number = 1;

  Object of(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    if (components == null) {
      throw new AssertionError("An action is a record, " + record + " is not");
    }
    Object[] values =
        Arrays.stream(components).map(c -> value(c.getGenericType(), c.getName())).toArray();
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No sample of " + record, e);
    }
  }

  private Object value(Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Object last = value(arguments[arguments.length - 1], name);
      return container((Class<?>) generic.getRawType(), name, last);
    }
    return plain((Class<?>) type, name);
  }

  private static Object container(Class<?> raw, String name, Object content) {
    if (raw == List.class) {
      return new ArrayList<>(List.of(content));
    }
    if (raw == SortedSet.class) {
      return new TreeSet<>(List.of(content));
    }
    if (raw == Set.class) {
      return Set.of(content);
    }
    if (raw == Map.class) {
      return Map.of(name, content);
    }
    if (raw == Optional.class) {
      return Optional.of(content);
    }
    throw new AssertionError("Teach " + Samples.class + " to make a " + raw);
  }

  private Object plain(Class<?> type, String name) {
    if (type == String.class || type == Object.class || type == CharSequence.class) {
      return name;
    }
    if (type == int.class || type == Integer.class) {
      return ++number;
    }
    if (type == long.class || type == Long.class) {
      return (long) ++number;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == Instant.class) {
      return Instant.EPOCH;
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == URI.class) {
      return URI.create("http://" + name);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return type.isSealed() ? plain(type.getPermittedSubclasses()[0], name) : of(type);
  }
}
