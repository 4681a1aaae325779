package io.lakeswarm.e2e.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * One host of the lab.
 *
 * @param number 1 to 3
 */
public record Node(int number) {
  /** Where the tests give their orders. */
  public static final Node FIRST = new Node(1);

  /** All of them. */
  public static final List<Node> ALL = List.of(FIRST, new Node(2), new Node(3));

  /** The folder of its engine: socket, data, process id. */
  public Path home() {
    return Path.of(Lab.HOME, "node" + number);
  }

  /** The file of its engine's socket. */
  public String socket() {
    return home().resolve("docker.sock").toString();
  }

  /** The engine's address for the Docker client. */
  public String engine() {
    return "unix://" + socket();
  }

  /** Its address in the lab's network. */
  public String address() {
    return "10.99.0.1" + number;
  }

  /** What Swarm calls it. */
  public String hostname() {
    return "lsnode" + number;
  }

  /** The node that Swarm calls so. */
  public static Node named(String hostname) {
    return ALL.stream()
        .filter(node -> node.hostname().equals(hostname))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No lab node is called " + hostname));
  }
}
