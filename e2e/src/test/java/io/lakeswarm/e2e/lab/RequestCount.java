package io.lakeswarm.e2e.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts, below every program, the HTTP requests that reach a port of a container from elsewhere: a
 * packet filter rule in the container's network, gone when this is closed.
 */
public final class RequestCount implements AutoCloseable {
  private static final Pattern PACKETS = Pattern.compile("-c (\\d+) \\d+");

  private final String pid;
  private final List<String> rule;

  /** Counts from now on. */
  public RequestCount(Lab lab, Task task, int port) {
    pid =
        lab.docker(Node.named(task.node()), "inspect", "-f", "{{.State.Pid}}", task.container())
            .orThrow()
            .text();
    // A request of this size is one segment with the push flag; acknowledgements have none.
    rule =
        List.of(
            "INPUT",
            "!",
            "-i",
            "lo",
            "-p",
            "tcp",
            "--dport",
            String.valueOf(port),
            "--tcp-flags",
            "PSH",
            "PSH");
    filter("-I").orThrow();
  }

  /** Requests so far. */
  public int seen() {
    Matcher packets =
        PACKETS.matcher(
            Command.of("nsenter", "--net=" + network(), "iptables", "-v", "-S", "INPUT")
                .run()
                .orThrow()
                .out());
    if (!packets.find()) {
      throw new IllegalStateException("The counting rule is gone");
    }
    return Integer.parseInt(packets.group(1));
  }

  @Override
  public void close() {
    filter("-D");
  }

  private Command.Result filter(String verb) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--net=" + network(), "iptables", verb));
    words.addAll(rule);
    return Command.of(words.toArray(String[]::new)).run();
  }

  private String network() {
    return Path.of("/proc", pid, "ns/net").toString();
  }
}
