package io.lakeswarm.reconciler.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.yaml.snakeyaml.Yaml;

/** What each service of a stack file must have; an exception stands here with its reason. */
final class StackRules {
  /** Only the owner of the engine's socket may open it. */
  private static final Set<String> ROOT = Set.of("docker-proxy", "cadvisor");

  /** The guard has the socket; the exporters read the host, without writing. */
  private static final Set<String> HOST_FOLDERS =
      Set.of("docker-proxy", "cadvisor", "node-exporter");

  /** Two vendors' images that could not be tried; a worker's scratch is as large as its data. */
  private static final Set<String> WRITABLE_ROOT = Set.of("dremio", "grafana", "spark-worker");

  /** One rule: its name, and what fulfils it. */
  record Rule(String name, Predicate<Service> holds) {}

  /** A service as its stack file defines it. */
  record Service(String name, Map<String, Object> definition) {
    Object at(String... path) {
      Object here = definition;
      for (String key : path) {
        here = here instanceof Map<?, ?> map ? map.get(key) : null;
      }
      return here;
    }

    List<?> list(String key) {
      return at(key) instanceof List<?> list ? list : List.of();
    }
  }

  static final List<Rule> ALL =
      List.of(
          new Rule("drops every capability", it -> List.of("ALL").equals(it.at("cap_drop"))),
          new Rule("adds no capability", it -> it.at("cap_add") == null),
          new Rule(
              "has a read-only root, or a reason",
              it -> Boolean.TRUE.equals(it.at("read_only")) || WRITABLE_ROOT.contains(it.name())),
          new Rule("limits its memory", it -> limit(it, "memory") != null),
          new Rule("limits its CPU", it -> limit(it, "cpus") != null),
          new Rule("limits its processes", it -> limit(it, "pids") instanceof Integer),
          new Rule("rotates its log", it -> it.at("logging", "options", "max-size") != null),
          new Rule("says how it is updated", it -> it.at("deploy", "update_config") != null),
          new Rule(
              "is root only with a reason",
              it -> it.at("user") == null || ROOT.contains(it.name()) || !root(it)),
          new Rule(
              "mounts a host's folder only with a reason",
              it ->
                  HOST_FOLDERS.contains(it.name())
                      || it.list("volumes").stream().noneMatch(StackRules::isBind)),
          new Rule("lists its volumes by source, then target", StackRules::sorted),
          new Rule(
              "keeps a database off the networks of jobs",
              it ->
                  !isDatabase(it)
                      || it.list("networks").stream().noneMatch(Networks.ofJobs()::contains)),
          new Rule(
              "has a pinned image", it -> !String.valueOf(it.at("image")).endsWith(":latest")));

  private StackRules() {}

  /** Returns every service of the stack files by name. */
  static Map<String, Service> services() {
    Map<String, Service> services = new TreeMap<>();
    for (String file : KitFiles.names("stacks", ".yml")) {
      Map<String, Object> stack = new Yaml().load(KitFiles.read("stacks/" + file));
      if (stack.get("version") != null) {
        section(stack, "services")
            .forEach((name, it) -> services.put(name, new Service(name, asMap(it))));
      }
    }
    return services;
  }

  /** Returns the rules that the service breaks. */
  static List<String> broken(Service service) {
    List<String> broken = new ArrayList<>();
    ALL.stream().filter(rule -> !rule.holds().test(service)).forEach(it -> broken.add(it.name()));
    return broken;
  }

  static boolean isDatabase(Service service) {
    return String.valueOf(service.at("image")).contains("/postgres:");
  }

  private static Object limit(Service service, String key) {
    return service.at("deploy", "resources", "limits", key);
  }

  private static boolean root(Service service) {
    return String.valueOf(service.at("user")).matches("(0|root)(:.*)?");
  }

  /** Each 'docker service update' sorts them so; another order here restarts the task. */
  private static boolean sorted(Service service) {
    List<String> order = service.list("volumes").stream().map(StackRules::key).toList();
    return order.stream().sorted().toList().equals(order);
  }

  private static String key(Object volume) {
    Map<String, Object> map =
        asMap(volume instanceof Map<?, ?> ? volume : Map.of("source", volume));
    return map.getOrDefault("source", "") + "\0" + map.get("target");
  }

  private static boolean isBind(Object volume) {
    return volume instanceof Map<?, ?> map
        ? "bind".equals(map.get("type"))
        : String.valueOf(volume).startsWith("/");
  }

  private static Map<String, Object> section(Map<String, Object> of, String key) {
    return asMap(of.getOrDefault(key, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object it) {
    return (Map<String, Object>) it;
  }
}
