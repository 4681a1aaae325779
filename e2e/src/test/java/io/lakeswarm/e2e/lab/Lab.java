package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Three engines on this host, each in a network namespace, by way of {@code lab.sh}. */
public final class Lab {
  /** Where sockets, data and logs of the engines are. */
  public static final String HOME =
      Optional.ofNullable(System.getenv("LAKESWARM_LAB")).orElse("/var/lib/lakeswarm-lab");

  /** This host's address in the lab's network; containers reach it. */
  public static final String HOST_ADDRESS = "10.99.0.1";

  private static final Duration LONG = Duration.ofMinutes(3);

  /** Why there can be no lab here; empty when there can. */
  public Optional<String> obstacle() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("three engines need Linux, this is " + System.getProperty("os.name"));
    }
    if (!Command.of("id", "-u").run().text().equals("0")) {
      return Optional.of("three engines need root");
    }
    List<String> missing =
        Stream.of("dockerd", "docker", "ip", "iptables", "nsenter", "unshare", "curl", "jq")
            .filter(
                tool -> Command.of("sh", "-c", "command -v \"$0\"", tool).run().text().isEmpty())
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("three engines need " + String.join(", ", missing));
  }

  /** Starts the engines that do not run. */
  public void up() {
    script("up");
  }

  /** Ends engines and containers, removes the namespaces; images and data stay on disk. */
  public void down() {
    script("down");
  }

  /** No swarm, no container, no volume; the images stay. */
  public void clear() {
    script("forget");
    for (Node node : Node.ALL) {
      removeAll(node, "container", "ls -aq", "rm -fv");
      removeAll(node, "volume", "ls -q", "rm -f");
    }
  }

  private void removeAll(Node node, String kind, String list, String remove) {
    String found = docker(node, words(kind + " " + list)).orThrow().text();
    if (!found.isEmpty()) {
      docker(node, words(kind + " " + remove + " " + found)).orThrow();
    }
  }

  /** Ends the engines of these nodes and every process of their containers, all together. */
  public void powerOff(Node... nodes) {
    script(withNumbers("power-off", nodes));
  }

  /** Starts the engines of these nodes again, all at the same moment. */
  public void powerOn(Node... nodes) {
    script(withNumbers("power-on", nodes));
  }

  /** Only the engine ends; its containers live on. */
  public void killEngine(Node node) {
    script("kill-engine", String.valueOf(node.number()));
  }

  /** Unplugs the node's network. */
  public void cut(Node node) {
    script("cut", String.valueOf(node.number()));
  }

  /** Plugs it in again. */
  public void heal(Node node) {
    script("heal", String.valueOf(node.number()));
  }

  /** Whether the swarm gives tasks to the node: {@code active}, {@code pause} or {@code drain}. */
  public void availability(Node node, String value) {
    docker(Node.FIRST, "node", "update", "--availability", value, node.hostname()).orThrow();
  }

  /** Runs the Docker client against the node's engine. */
  public Command.Result docker(Node node, String... arguments) {
    return client(node, arguments).run();
  }

  /** What the node's engine answers to a GET; the path without version. */
  public JsonNode read(Node node, String path) {
    return Reconciler.json(
        Command.of("curl", "-fsSg", "--unix-socket", node.socket(), "http://engine/" + path)
            .run()
            .orThrow()
            .out());
  }

  /** The Docker client against the node's engine, not run yet. */
  public Command client(Node node, String... arguments) {
    return Command.of(joined(new String[] {"docker", "-H", node.engine()}, arguments));
  }

  /** Runs a program of this host in the network namespace of the node. */
  public Command.Result inNode(Node node, String... words) {
    return program(node, words).run();
  }

  /** A program of this host in the network namespace of the node, not run yet. */
  public Command program(Node node, String... words) {
    return Command.of(
        joined(new String[] {"nsenter", "--net=/run/netns/" + node.hostname()}, words));
  }

  private void script(String... arguments) {
    Command.of(joined(new String[] {"e2e/lab.sh"}, arguments)).within(LONG).run().orThrow();
  }

  private static String[] withNumbers(String verb, Node... nodes) {
    String[] numbers =
        Stream.of(nodes).map(node -> String.valueOf(node.number())).toArray(String[]::new);
    return joined(new String[] {verb}, numbers);
  }

  private static String[] words(String text) {
    return text.split("\\s+");
  }

  private static String[] joined(String[] first, String[] second) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }
}
