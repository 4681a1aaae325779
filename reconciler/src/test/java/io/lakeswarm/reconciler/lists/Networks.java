package io.lakeswarm.reconciler.lists;

import static io.lakeswarm.reconciler.lists.KitFiles.read;

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
            () -> read(PAGE),
            "^\\| ([a-z-]+ \\| [a-z_, ]+) \\| [a-z, –-]+ \\|$",
            () ->
                deployed().entrySet().stream()
                    .map(it -> it.getKey() + " | " + String.join(", ", it.getValue()))
                    .toList()));
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
    Matcher row = ROW.matcher(read(PAGE));
    while (row.find()) {
      Set<String> names = new TreeSet<>(Arrays.asList(row.group(3).split(", ")));
      names.remove("–");
      callers.put(row.group(1), names);
    }
    return callers;
  }
}
