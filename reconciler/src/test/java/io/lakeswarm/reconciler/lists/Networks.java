package io.lakeswarm.reconciler.lists;

import static io.lakeswarm.reconciler.lists.KitFiles.all;
import static io.lakeswarm.reconciler.lists.KitFiles.between;
import static io.lakeswarm.reconciler.lists.KitFiles.read;
import static io.lakeswarm.reconciler.lists.KitFiles.readAll;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which service is on which network, as the stack files and docs/security.md say. */
final class Networks {
  static final String PAGE = "docs/security.md";

  /** Of the table in the page: service, networks, callers. */
  private static final Pattern ROW =
      Pattern.compile("^\\| ([a-z-]+) \\| ([a-z_, ]+) \\| ([a-z, –-]+) \\|$", Pattern.MULTILINE);

  private Networks() {}

  static Stream<KitList> lists() {
    return Stream.of(
        KitList.of(
            "the networks in " + PAGE,
            Networks::table,
            "^\\| ([a-z-]+ \\| [a-z_, ]+) \\| [a-z, –-]+ \\|$",
            () ->
                deployed().entrySet().stream()
                    .map(it -> it.getKey() + " | " + String.join(", ", it.getValue()))
                    .toList()),
        KitList.of(
            "overlays in swarm-init.sh",
            () -> read("swarm-init.sh"),
            "^  ensure_network ([a-z_]+)",
            Networks::overlays),
        KitList.of(
            "OVERLAYS in stacks/remove.sh",
            () -> between(read("stacks/remove.sh"), "OVERLAYS=(", ")"),
            "\\b([a-z_]+)\\b",
            () -> {
              Set<String> overlays = overlays();
              overlays.addAll(all(read("stacks/control.sh"), "^OLD_CONTROL=([a-z_]+)"));
              return overlays;
            }));
  }

  /** Returns the overlays that are of no stack; the stack files call them external. */
  private static Set<String> overlays() {
    return all(readAll("stacks", ".yml"), "^  (lakeswarm[a-z_]*): \\{external: true\\}");
  }

  /** Returns the overlays whose containers have no other interface. */
  static Set<String> internal() {
    Set<String> internal = all(read("swarm-init.sh"), "^  ensure_network ([a-z_]+) --internal\\b");
    internal.addAll(all(readAll("stacks", ".yml"), "^  ([a-z_]+): \\{.*\\binternal: true\\b"));
    return internal;
  }

  /** Returns the networks that the guard lets a job use. */
  static Set<String> ofJobs() {
    return all(between(read("stacks/edge/jobs.json"), "\"networks\": [", "]"), "\"([a-z_]+)\"");
  }

  private static String table() {
    return between(read(PAGE), "| service | networks | callers |", "\n\n");
  }

  /** Returns the networks of each service of the stack files, in their order. */
  static Map<String, List<String>> deployed() {
    Map<String, List<String>> networks = new TreeMap<>();
    StackRules.services()
        .forEach(
            (name, service) ->
                networks.put(
                    name, service.list("networks").stream().map(String::valueOf).toList()));
    return networks;
  }

  /** Returns the callers of each service that the page names. */
  static Map<String, Set<String>> callers() {
    Map<String, Set<String>> callers = new LinkedHashMap<>();
    Matcher row = ROW.matcher(table());
    while (row.find()) {
      Set<String> names = new TreeSet<>(Arrays.asList(row.group(3).split(", ")));
      names.remove("–");
      callers.put(row.group(1), names);
    }
    return callers;
  }
}
