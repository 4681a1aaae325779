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
 * What a specification says, field by field, under names people know. Empty and absent are the same
 * here, and so is the order of lists whose order has no meaning; equal fields mean the same
 * service.
 */
final class SpecFields {
  private static final String CONTAINER = "/TaskTemplate/ContainerSpec";

  /** A counter that makes Swarm restart tasks on demand; it says nothing about the service. */
  private static final Set<String> NOT_A_FIELD = Set.of("/TaskTemplate/ForceUpdate");

  /** What the engine and its client write where nobody said anything. */
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
   * @param key what tells whether the value is a secret; may be empty
   */
  record Field(String name, String key, String value) {
    /** What people may see of the value. */
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

  /** The fields of the part of a specification at {@code path}, by name. */
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

  /** Two of one name, such as two mounts of one target, are told one after the other. */
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

  /** A secret or config, by the file it becomes; ids change whenever the name does. */
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

  /** Anything but a list stays as it is. */
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
