package io.lakeswarm.e2e.scripts;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The network of {@code e2e/netns.sh}: nodes a and b, a stranger s, containers c and p of a.
 *
 * @param prefix of the namespaces' names
 * @param folder where each node has an {@code etc} and a {@code run} of its own
 * @param stubs the programs that come first on the nodes' PATH
 */
record Namespaces(String prefix, Path folder, StubHost stubs) {
  /** What the kit writes to a node's /etc and reads from its /run stays in its home, $0. */
  private static final String OWN_FOLDERS =
      "mount --rbind /run/netns $0/run/netns && mount --rbind $0/run /run"
          + " && mount -t overlay -o lowerdir=/etc,upperdir=$0/etc,workdir=$0/work overlay /etc"
          + " && exec \"$@\"";

  /** Makes the network. */
  void up() throws IOException {
    for (String node : List.of("a", "b")) {
      for (String own : List.of("etc/docker", "work", "run/netns")) {
        Files.createDirectories(folder.resolve(node).resolve(own));
      }
    }
    Command.of("e2e/netns.sh", "up", prefix).run().orThrow();
  }

  /** Removes it; what is gone already is no error. */
  void down() {
    Command.of("e2e/netns.sh", "down", prefix).run().orThrow();
  }

  /** A program in a namespace. */
  Command in(String namespace, String... words) {
    return Command.of(concat(List.of("ip", "netns", "exec", prefix + namespace), words));
  }

  /** A program on node a or b, with a root of its own as far as the kit writes to it. */
  Command on(String node, String... words) {
    String home = folder.resolve(node).toString();
    List<String> enter = List.of("ip", "netns", "exec", prefix + node, "sh", "-c", OWN_FOLDERS);
    return Command.of(concat(Stream.concat(enter.stream(), Stream.of(home)).toList(), words))
        .with(Map.of("PATH", stubs.path(), "DOCKER_HOST", "", "NODES", ""));
  }

  /**
   * The shell words of {@link #on}, for a stub that stands for ssh: from this process's folders.
   */
  String enter(String node) {
    String own = "exec nsenter --mount=/proc/" + ProcessHandle.current().pid() + "/ns/mnt";
    return own
        + " ip netns exec %s%s sh -c '%s' %s"
            .formatted(prefix, node, OWN_FOLDERS, folder.resolve(node));
  }

  /** A file of node a's or b's own: {@code etc/…} or {@code run/…}. */
  Path file(String node, String path) {
    return folder.resolve(node).resolve(path);
  }

  /** Listens there until it is closed: tcp:PORT and udp:PORT. */
  Running listen(String namespace, String... ports) {
    Running listener =
        in(namespace, concat(List.of("python3", "e2e/src/test/net/listen.py"), ports)).start();
    eventually(
        "listening in " + namespace,
        SOON,
        () -> {
          if (!listener.output().contains("ready")) {
            throw new AssertionError(listener.all());
          }
        });
    return listener;
  }

  /** Those targets that answer within so many seconds; see {@code probe.py}. */
  List<String> answers(String namespace, int seconds, List<String> targets) {
    return probe(namespace, seconds, targets).run().orThrow().out().lines().toList();
  }

  /** A probe to start. */
  Command probe(String namespace, int seconds, List<String> targets) {
    List<String> words = List.of("python3", "e2e/src/test/net/probe.py", String.valueOf(seconds));
    return in(namespace, concat(words, targets.toArray(String[]::new))).within(SOON);
  }

  /** Frames that came out of node a's or b's overlay so far. */
  long frames(String node) {
    String count = "/sys/class/net/vx0/statistics/rx_packets";
    return Long.parseLong(in(node, "cat", count).run().orThrow().text());
  }

  /** Everything that is loaded in the namespace, with its counters. */
  String tables(String namespace) {
    return in(namespace, "nft", "list", "ruleset").run().orThrow().out();
  }

  private static String[] concat(List<String> first, String... rest) {
    List<String> words = new ArrayList<>(first);
    words.addAll(Arrays.asList(rest));
    return words.toArray(String[]::new);
  }
}
