package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the live specification of a service with the deployed one. */
final class SpecDiff {

  /** Maps whose keys are fields of their own; all others are repaired or kept as a whole. */
  private static final Set<String> TAKEN_APART =
      Set.of(
          "",
          "/TaskTemplate",
          "/TaskTemplate/ContainerSpec",
          "/TaskTemplate/Resources",
          "/TaskTemplate/Placement",
          "/EndpointSpec");

  private SpecDiff() {}

  /** Returns the fields that differ, sorted by name. */
  static List<Difference> of(ServiceSpec live, ServiceSpec deployed, Map<String, String> networks) {
    if (live.equals(deployed)) {
      return List.of();
    }
    SortedMap<String, SpecFields.Field> is = SpecFields.of("", live.tree(), networks);
    SortedMap<String, SpecFields.Field> was = SpecFields.of("", deployed.tree(), networks);
    List<Difference> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(is.keySet());
    names.addAll(was.keySet());
    for (String name : names) {
      if (!Objects.equals(value(is.get(name)), value(was.get(name)))) {
        differences.add(new Difference(name, shown(is.get(name)), shown(was.get(name))));
      }
    }
    return differences;
  }

  /**
   * Returns the live specification with every differing part taken from the deployed one. A part
   * with an equal meaning keeps its live form, even the order of a list: Swarm compares the text,
   * so a rewrite alone would restart tasks.
   */
  static ServiceSpec repaired(ServiceSpec live, ServiceSpec deployed) {
    return new ServiceSpec(repaired("", live.tree(), deployed.tree()));
  }

  private static Map<String, Object> repaired(String path, Map<?, ?> live, Map<?, ?> deployed) {
    TreeSet<String> keys = new TreeSet<>();
    live.keySet().forEach(key -> keys.add(key.toString()));
    deployed.keySet().forEach(key -> keys.add(key.toString()));
    Map<String, Object> result = new TreeMap<>();
    for (String key : keys) {
      repaired(path + "/" + key, live.get(key), deployed.get(key))
          .ifPresent(value -> result.put(key, value));
    }
    return result;
  }

  private static Optional<Object> repaired(String path, Object live, Object deployed) {
    if (Objects.equals(live, deployed) || fields(path, live).equals(fields(path, deployed))) {
      return Optional.ofNullable(live);
    }
    boolean both = live instanceof Map<?, ?> && deployed instanceof Map<?, ?>;
    return both && TAKEN_APART.contains(path)
        ? Optional.of(repaired(path, (Map<?, ?>) live, (Map<?, ?>) deployed))
        : Optional.ofNullable(deployed);
  }

  private static SortedMap<String, SpecFields.Field> fields(String path, Object value) {
    return SpecFields.of(path, value, Map.of());
  }

  private static String value(SpecFields.Field field) {
    return field == null ? null : field.value();
  }

  private static String shown(SpecFields.Field field) {
    return field == null ? Difference.ABSENT : field.shown();
  }
}
