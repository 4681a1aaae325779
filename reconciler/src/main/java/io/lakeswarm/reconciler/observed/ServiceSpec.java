package io.lakeswarm.reconciler.observed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A specification as the engine writes it: a tree of maps, lists, texts, numbers and booleans. It
 * is immutable, holds no nulls, and equal numbers are equal values however they were written.
 */
public record ServiceSpec(Map<String, Object> tree) {

  /** The specification without fields. */
  public static final ServiceSpec EMPTY = new ServiceSpec(Map.of());

  /** Takes a deep copy. */
  public ServiceSpec {
    tree = copy(tree);
  }

  /** Returns the value at this path; an empty map where there is none. */
  public Object at(String... path) {
    Object value = tree;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value == null ? Map.of() : value;
  }

  /** Returns the text at this path; empty when there is none. */
  public String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** Returns the part at this path; empty when it is no map. */
  public ServiceSpec part(String... path) {
    return new ServiceSpec(map(at(path)));
  }

  /** Returns the same specification with another value for one key of the part at {@code path}. */
  public ServiceSpec with(Object value, String key, String... path) {
    return new ServiceSpec(with(tree, value, key, List.of(path)));
  }

  private static Map<String, Object> with(
      Map<String, Object> tree, Object value, String key, List<String> path) {
    Map<String, Object> changed = new TreeMap<>(tree);
    if (path.isEmpty()) {
      changed.put(key, value);
    } else {
      Map<String, Object> below = map(changed.get(path.get(0)));
      changed.put(path.get(0), with(below, value, key, path.subList(1, path.size())));
    }
    return changed;
  }

  /** Returns the service's name in Swarm. */
  public String fullName() {
    return text("Name");
  }

  /** Returns the service's short name. */
  public String shortName() {
    return text("Labels", "lakeswarm.service");
  }

  /** Returns true when its label marks it as a service of the kit. */
  public boolean isManaged() {
    return text("Labels", "lakeswarm.managed").equals("true");
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new TreeMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, below) -> map.put(key.toString(), below));
    }
    return map;
  }

  private static Map<String, Object> copy(Map<String, Object> tree) {
    Map<String, Object> copy = new TreeMap<>();
    tree.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(key, copy(value));
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copy(Object value) {
    if (value instanceof Map<?, ?>) {
      return copy(map(value));
    }
    if (value instanceof List<?> list) {
      List<Object> copies = new ArrayList<>();
      list.forEach(element -> copies.add(element == null ? "" : copy(element)));
      return Collections.unmodifiableList(copies);
    }
    return value instanceof Number number ? number(number) : value;
  }

  /** Returns a whole number as an integer, also when written back: the engine cannot read 9E+11. */
  private static Number number(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
    if (exact.scale() > 0) {
      return exact.doubleValue();
    }
    return exact.precision() - exact.scale() > 18 ? exact.toBigInteger() : exact.longValueExact();
  }
}
