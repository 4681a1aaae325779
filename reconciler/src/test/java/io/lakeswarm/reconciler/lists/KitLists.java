package io.lakeswarm.reconciler.lists;

import static io.lakeswarm.reconciler.lists.KitFiles.all;
import static io.lakeswarm.reconciler.lists.KitFiles.between;
import static io.lakeswarm.reconciler.lists.KitFiles.java;
import static io.lakeswarm.reconciler.lists.KitFiles.read;
import static io.lakeswarm.reconciler.lists.KitFiles.readAll;

import io.lakeswarm.reconciler.desired.KitServices;
import io.lakeswarm.reconciler.observed.Operation;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.Health;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every list of the kit that another list must agree with; a new one is one entry here. */
final class KitLists {
  private static final String OPENAPI = "reconciler/src/main/resources/META-INF/openapi.yml";
  private static final String WORDS = "reconciler/src/main/resources/META-INF/resources/words.js";

  /** How any pass can end early; StatusCalculator has them. */
  private static final List<String> FAILED_PASS =
      List.of("BrokeOff", "Stalled", "Unobservable", "Waiting");

  /** The volumes of a stack file; each is its own line. */
  private static final Pattern VOLUMES =
      Pattern.compile("^volumes:\n(?:  .+\n)+", Pattern.MULTILINE);

  private KitLists() {}

  static Stream<KitList> every() {
    return Stream.of(services(), conditions(), deployment(), SecretLists.every(), Networks.lists())
        .flatMap(lists -> lists);
  }

  private static Stream<KitList> services() {
    return Stream.of(
        KitList.of(
            "desired/KitServices.java",
            () -> between(java("desired/KitServices.java"), "List.of(", ");"),
            "\"([a-z-]+)\"",
            KitLists::deployed),
        KitList.of(
            "stacks/*.yml",
            () -> readAll("stacks", ".yml"),
            "lakeswarm\\.service: \"?([a-z-]+)",
            () -> KitServices.NAMES),
        KitList.of(
            "services in stacks/desired-state.schema.json",
            () -> between(read("stacks/desired-state.schema.json"), "\"^(default|", ")$\""),
            "([a-z-]+)",
            () -> KitServices.NAMES),
        KitList.of(
            "components of POST /bootstrap in openapi.yml",
            () -> between(read(OPENAPI), "name: component, in: path", "}"),
            "\\b(minio|nessie|dremio|[a-z]+(?=\\]|, [a-z]+\\]))\\b",
            () -> bootstrapped("")),
        KitList.of(
            "kinds of Operation in openapi.yml",
            () -> between(read(OPENAPI), "kind: {enum: [", "]"),
            "([a-z-]+)",
            () -> {
              List<String> kinds = new ArrayList<>(bootstrapped(Operation.Bootstrap.PREFIX));
              kinds.add(Operation.ScaleWorkers.KIND);
              return kinds;
            }));
  }

  private static Stream<KitList> conditions() {
    List<KitList> lists = new ArrayList<>();
    lists.add(
        KitList.of(
            "docs/conditions/",
            () -> String.join("\n", KitFiles.names("docs/conditions", ".md")),
            "^(\\w+)\\.md$",
            () -> types(ConditionType::text)));
    lists.add(
        KitList.of(
            "the table of docs/operations.md",
            () -> read("docs/operations.md"),
            "^\\| (\\[\\w+\\]\\(conditions/\\w+\\.md\\) \\| \\w+ \\| [^|]+) \\|",
            () -> types(KitLists::row)));
    lists.add(
        KitList.of(
            "NAMES in words.js",
            () -> between(read(WORDS), "const NAMES = {", "};"),
            "(\\w+: '[^']+')",
            () -> types(type -> type.text() + ": '" + type.title() + "'")));
    lists.add(
        KitList.of(
            "HEALTH in words.js",
            () -> between(read(WORDS), "export const HEALTH = {", "}"),
            "(\\w+):",
            KitLists::healths));
    lists.add(
        KitList.of(
            "health in openapi.yml",
            () -> between(read(OPENAPI), "health:\n          enum: [", "]"),
            "(\\w+)",
            KitLists::healths));
    lists.add(
        KitList.of(
            "marks in stacks/api.jq",
            () -> between(read("stacks/api.jq"), "def mark: {", "}"),
            "(\\w+):",
            KitLists::healths));
    lists.add(
        KitList.of(
            "reasons in docs/conditions/",
            () -> readAll("docs/conditions", ".md"),
            "^- `(\\w+)`[:,]",
            KitLists::reasons));
    return lists.stream();
  }

  private static List<String> healths() {
    return Arrays.stream(Health.values()).map(Health::text).toList();
  }

  private static Stream<KitList> deployment() {
    return Stream.of(
        KitList.of(
            "stacks of stacks/lib.sh",
            () -> between(read("stacks/lib.sh"), "\nCORE=(", "\n\n").replaceAll("(?m)^#.*", ""),
            "\\b([a-z]+)\\b",
            KitLists::stacks),
        KitList.of(
            "VOLUMES in stacks/remove.sh",
            () -> between(read("stacks/remove.sh"), "VOLUMES=(", ")"),
            "([a-z_-]+)",
            KitLists::volumes),
        KitList.of(
            "STATEFUL in swarm-init.sh",
            () -> between(read("swarm-init.sh"), "STATEFUL=(", ")"),
            "([a-z-]+)",
            () -> all(readAll("stacks", ".yml"), "node\\.labels\\.lakeswarm\\.([a-z-]+) == true")),
        KitList.of(
            "ports of stacks/lib.sh and stacks/urls.tsv",
            () ->
                between(read("stacks/lib.sh"), "REGISTRY_PORTS=(", "\n")
                    + "\n"
                    + String.join("\n", pages()),
            "\\b(\\d{4,5})\\b",
            () -> {
              Set<String> published = all(readAll("stacks", ".yml"), "published: (\\d+)");
              published.add("9100"); // The node exporter listens in the host's own network.
              return published;
            }),
        KitList.of(
            "the table of pages in README.md",
            () -> between(read("README.md"), "| what | where", "\n\n"),
            "(?:HOST|, ):(\\d+)",
            KitLists::pages),
        KitList.of(
            "services of stacks/urls.tsv",
            () -> read("stacks/urls.tsv"),
            "^[A-Z][^\\t]+\\t\\d+\\t([a-z-]+)\\t",
            () -> {
              Set<String> backends = all(read("stacks/urls.tsv"), "\\t\\d+\\t([a-z-]+)\\t");
              backends.retainAll(KitServices.NAMES);
              return backends;
            }));
  }

  private static Set<String> deployed() {
    return all(readAll("stacks", ".yml"), "lakeswarm\\.service: \"?([a-z-]+)");
  }

  private static List<String> stacks() {
    return KitFiles.names("stacks", ".yml").stream()
        .map(name -> name.replace(".yml", ""))
        .filter(name -> !name.equals("desired-state"))
        .toList();
  }

  private static List<String> volumes() {
    List<String> volumes = new ArrayList<>();
    for (String stack : stacks()) {
      Matcher block = VOLUMES.matcher(read("stacks/" + stack + ".yml"));
      if (block.find()) {
        all(block.group(), "^  ([a-z-]+):").forEach(name -> volumes.add(stack + "_" + name));
      }
    }
    return volumes;
  }

  private static Set<String> pages() {
    return all(read("stacks/urls.tsv"), "^[A-Z][^\\t]*\\t(\\d+)\\t");
  }

  private static List<String> bootstrapped(String prefix) {
    return Component.bootstrapped().stream().map(it -> prefix + it.text()).toList();
  }

  private static List<String> types(java.util.function.Function<ConditionType, String> as) {
    return Arrays.stream(ConditionType.values()).map(as).toList();
  }

  private static String row(ConditionType type) {
    String needed =
        type == ConditionType.READY
            ? "–"
            : switch (type.forReady()) {
              case NEEDED -> "yes";
              case NOT_BAD -> "must not be True";
              case IGNORED -> "no";
            };
    return "[%1$s](conditions/%1$s.md) | %2$s | %3$s"
        .formatted(type.text(), type.goodWhen().text(), needed);
  }

  private static Set<String> reasons() {
    Set<String> reasons = new TreeSet<>(FAILED_PASS);
    KitFiles.reasons().values().forEach(reasons::addAll);
    Arrays.stream(Reset.Reason.values()).map(Reset.Reason::text).forEach(reasons::add);
    reasons.addAll(all(java("status/StatusCalculator.java"), "ConditionType.READY, \"(\\w+)\""));
    reasons.addAll(all(java("status/StatusCalculator.java"), "^ +\"([A-Z]\\w+)\",$"));
    reasons.addAll(all(java("status/Condition.java"), "String NOT_DEPLOYED = \"(\\w+)\""));
    reasons.add(ConditionType.CATALOG_INCONSISTENT.text()); // Ready takes the type as its reason.
    reasons.addAll(all(java("loop/Reconciler.java"), "DESIRED_STATE_VALID,\\s+\"(\\w+)\""));
    return reasons;
  }

  /** For a test of one page: the reasons that its own sources name. */
  static Supplier<Set<String>> reasonsOf(String source) {
    return () -> KitFiles.reasons().get(source);
  }
}
