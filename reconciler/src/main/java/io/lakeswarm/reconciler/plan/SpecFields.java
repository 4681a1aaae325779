package io.lakeswarm.reconciler.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The fields of a specification under readable names. Empty and absent are equal, and so is the
 * order of lists whose order has no meaning. Equal fields mean the same service.
 */
final class SpecFields {
  private static final String CONTAINER = "/TaskTemplate/ContainerSpec";

  /** A counter that makes Swarm restart tasks on demand; it is not a property of the service. */
  private static final Set<String> NOT_A_FIELD = Set.of("/TaskTemplate/ForceUpdate");

  /** The values that the engine and its client write when the stack file sets none. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "/TaskTemplate/Runtime",
          "container",
          CONTAINER + "/Isolation",
          "default",
          "/EndpointSpec/Mode",
          "vip");

  private static final Map<String, String> MAPS_BY_KEY =
      Map.of(
          "/Labels",
          "label",
          CONTAINER + "/Labels",
          "container-label",
          CONTAINER + "/Sysctls",
          "sysctl",
          "/TaskTemplate/LogDriver/Options",
          "log-opt");

  private static final Set<String> SETS =
      Set.of(
          CONTAINER + "/Hosts",
          CONTAINER + "/CapabilityAdd",
          CONTAINER + "/CapabilityDrop",
          CONTAINER + "/Groups",
          CONTAINER + "/Ulimits",
          "/TaskTemplate/Placement/Constraints",
          "/TaskTemplate/Placement/Platforms");

  private final Map<String, String> networks;
  private final Map<String, Function<Object, Field>> lists;
  private final SortedMap<String, Field> found = new TreeMap<>();

  /**
   * One field.
   *
   * @param key the name that marks the value as a secret; may be empty
   */
  record Field(String name, String key, String value) {
    /** Returns the value with secrets masked. */
    String shown() {
      return SpecText.shown(key, value);
    }
  }

  private SpecFields(Map<String, String> networks) {
    this.networks = networks;
    this.lists =
        Map.of(
            CONTAINER + "/Env",
            SpecFields::env,
            CONTAINER + "/Mounts",
            element -> keyed("mount ", element, "Target"),
            CONTAINER + "/Secrets",
            SpecFields::file,
            CONTAINER + "/Configs",
            SpecFields::file,
            "/EndpointSpec/Ports",
            SpecFields::port,
            "/TaskTemplate/Networks",
            this::network);
  }

  /** Returns the fields of the part of a specification at {@code path}, by name. */
  static SortedMap<String, Field> of(String path, Object value, Map<String, String> networks) {
    SpecFields fields = new SpecFields(networks);
    fields.add(path, value);
    return Collections.unmodifiableSortedMap(fields.found);
  }

  private void add(String path, Object value) {
    if (value == null || NOT_A_FIELD.contains(path) || value.equals(DEFAULTS.get(path))) {
      return;
    }
    if (MAPS_BY_KEY.containsKey(path) && value instanceof Map<?, ?> map) {
      map.forEach((key, text) -> put(entry(MAPS_BY_KEY.get(path), key, text)));
    } else if (lists.containsKey(path) && value instanceof List<?> list) {
      list.forEach(element -> put(lists.get(path).apply(element)));
    } else if (value instanceof Map<?, ?> map) {
      if (path.equals("/Mode")) {
        map.keySet().forEach(mode -> put(plain("mode", mode)));
      }
      map.forEach((key, below) -> add(path + "/" + key, below));
    } else {
      Object ordered = SETS.contains(path) ? sorted(value) : value;
      if (!text(ordered).isEmpty()) {
        put(plain(SpecText.name(path), SpecText.scalar(path, ordered)));
      }
    }
  }

  /**
   * Adds a field; the values of fields with one name, such as two mounts of one target, are joined.
   */
  private void put(Field field) {
    found.merge(
        field.name(),
        field,
        (one, other) -> new Field(one.name(), one.key(), one.value() + ", " + other.value()));
  }

  private static Field env(Object element) {
    String[] pair = element.toString().split("=", 2);
    return entry("env", pair[0], pair.length > 1 ? pair[1] : "(from the host)");
  }

  private static Field entry(String kind, Object key, Object text) {
    return new Field(kind + " " + key, key.toString(), text.toString());
  }

  private static Field plain(String name, Object value) {
    return new Field(name, "", text(value));
  }

  private static Field keyed(String kind, Object element, String key) {
    Map<String, Object> rest = SpecText.map(element);
    return plain(kind + rest.remove(key), SpecText.withoutBraces(rest));
  }

  /**
   * Returns a secret or config, named by its target file. The id is left out: it changes whenever
   * the name does.
   */
  private static Field file(Object element) {
    Map<String, Object> reference = SpecText.map(element);
    boolean secret = reference.containsKey("SecretName");
    Object name = reference.get(secret ? "SecretName" : "ConfigName");
    Map<String, Object> file = SpecText.map(reference.get("File"));
    Object target = Optional.ofNullable(file.remove("Name")).orElse(name);
    String rest = SpecText.withoutBraces(file);
    return plain(
        (secret ? "secret " : "config ") + target, name + (rest.isEmpty() ? "" : " " + rest));
  }

  private static Field port(Object element) {
    Map<String, Object> port = SpecText.map(element);
    String name = "port " + port.remove("PublishedPort") + "/" + port.remove("Protocol");
    return plain(name, SpecText.withoutBraces(port));
  }

  private Field network(Object element) {
    Map<String, Object> attachment = SpecText.map(element);
    String target = String.valueOf(attachment.remove("Target"));
    attachment.computeIfPresent("Aliases", (key, names) -> sorted(names));
    String rest = SpecText.withoutBraces(attachment);
    String name = "network " + networks.getOrDefault(target, target);
    return plain(name, "attached" + (rest.isEmpty() ? "" : " " + rest));
  }

  /** Returns a list sorted by text, and any other value as it is. */
  private static Object sorted(Object value) {
    if (!(value instanceof Collection<?> elements)) {
      return value;
    }
    List<Object> sorted = new ArrayList<>(elements);
    sorted.sort((one, other) -> text(one).compareTo(text(other)));
    return sorted;
  }

  private static String text(Object value) {
    return SpecText.text(value);
  }
}
