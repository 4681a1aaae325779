package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stacks/firewall/rules.sh}: addresses in, rules out. */
class FirewallRulesTest {
  private static final String NODES = "add element inet lakeswarm nodes ";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1                     | { 10.0.0.1 }",
        "10.0.0.2 10.0.0.1            | { 10.0.0.1,10.0.0.2 }",
        "10.0.0.1 10.0.0.1            | { 10.0.0.1 }",
        "0.0.0.0 127.0.0.1 10.0.0.1   | { 10.0.0.1 }",
        "0.0.0.0 127.0.1.1            | ",
        "255.249.199.0 8.8.8.8        | { 255.249.199.0,8.8.8.8 }",
      })
  void letsTheNodesIn(String addresses, String elements) {
    List<String> nodes = rules(addresses).filter(line -> line.startsWith(NODES));
    assertThat(nodes).isEqualTo(elements == null ? List.of() : List.of(NODES + elements));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "fd00::1",
        "::ffff:10.0.0.1",
        "10.0.0.256",
        "10.0.0",
        "10.0.0.1.2",
        "010.0.0.1",
        "10.0.0.1/8",
        "0.0.0.0/0",
        "10.0.0.1-10.0.0.9",
        "eth0",
        "10.0.0.1}",
        "$nodes",
      })
  void whatIsNoAddressOfANodeIsRefused(String address) {
    Command.Result result = render("10.0.0.1 " + address);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("rules: Cannot let the node at " + address + " in: ");
  }

  @Test
  void onlyTheKitsOwnTableIsNamed() {
    assertThat(rules("10.0.0.1").filter(line -> line.matches("[a-z].*")))
        .allMatch(line -> line.matches("(table|delete table|add element) inet lakeswarm\\b.*"));
  }

  /** Whatever is in no set passes: so no ssh is ever locked out. */
  @Test
  void nothingIsDroppedBeforeItsPortWasFoundInASet() {
    Lines lines = rules("10.0.0.1");
    List<String> hook = lines.chain("prerouting");
    assertThat(hook.get(0)).contains("hook prerouting priority -300; policy accept;");
    assertThat(hook.subList(1, hook.size()))
        .allMatch(line -> line.equals("iif \"lo\" accept") || line.contains(" dport @"))
        .noneMatch(line -> line.contains("drop"));
    assertThat(lines.filter(line -> line.contains(" hook "))).hasSize(1);
  }

  @Test
  void thePortsAreThoseOfTheStacks() throws IOException {
    Lines lines = rules("10.0.0.1");
    String edge = Files.readString(Command.root().resolve("stacks/edge.yml"));
    Set<String> published =
        Pattern.compile("published: (\\d+)")
            .matcher(edge)
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(lines.set("gateway")).isEqualTo(published).doesNotContain("22");
    assertThat(lines.set("exporters")).containsExactly("9100", "9101");
    assertThat(lines.set("swarm_tcp")).containsExactly("2377", "7946");
    assertThat(lines.set("swarm_udp")).containsExactly("4789", "7946");
  }

  private static Command.Result render(String addresses) {
    String input = addresses.replace(' ', '\n') + "\n";
    return Command.of("stacks/firewall/rules.sh").reading(input).run();
  }

  private static Lines rules(String addresses) {
    return new Lines(render(addresses).orThrow().out().lines().toList());
  }

  private record Lines(List<String> all) {
    List<String> filter(java.util.function.Predicate<String> wanted) {
      return all.stream().filter(wanted).toList();
    }

    List<String> chain(String name) {
      return all.stream()
          .map(String::strip)
          .dropWhile(line -> !line.equals("chain " + name + " {"))
          .skip(1)
          .takeWhile(line -> !line.equals("}"))
          .filter(line -> !line.startsWith("#"))
          .toList();
    }

    Set<String> set(String name) {
      String start = "add element inet lakeswarm " + name + " { ";
      String line = filter(it -> it.startsWith(start)).get(0);
      return new TreeSet<>(List.of(line.substring(start.length(), line.length() - 2).split(",")));
    }
  }
}
