package io.lakeswarm.e2e.lab;

import io.lakeswarm.e2e.lab.AuditLine.Decision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The guard of the Docker API, one container on each manager. */
public final class Guard {
  /** The full name of its service. */
  public static final String SERVICE = "edge_docker-proxy";

  /** On the guard's network. Its image has curl. */
  private static final String NEIGHBOUR = "monitoring_prometheus";

  private static final Pattern COUNT =
      Pattern.compile(
          "docker_guard_decisions_total\\{client=\"(.+)\",rule=\"(.+)\",outcome=\"(.+)\"} (\\d+)");

  private final Platform platform;
  private final Containers containers;

  /** The guard of {@code platform}. */
  public Guard(Platform platform) {
    this.platform = platform;
    this.containers = new Containers(platform.lab(), platform.swarm());
  }

  /** Returns the options by which curl signs in as this client. */
  public String[] login(String client) {
    return new String[] {"-u", client + ":" + platform.secret("docker_" + client)};
  }

  /**
   * Returns the status that one of the guards answers to a request from its network: at this port,
   * for a path that begins with a resource, with these options of curl.
   */
  public int status(int port, String path, String... options) {
    String url = "http://docker-proxy:" + port + "/v1.41" + path;
    String[] words = Stream.concat(Stream.of(options), Stream.of(url)).toArray(String[]::new);
    return Integer.parseInt(containers.exec(NEIGHBOUR, Curl.status(words)).run().orThrow().text());
  }

  /** Returns what all guards have written down from this moment on, in no order. */
  public List<AuditLine> lines(Instant since) {
    return AuditLine.in(containers.logs(SERVICE)).stream()
        .filter(line -> !line.time().isBefore(since))
        .toList();
  }

  /** Returns how often the guards that run decided so, all of them together. */
  public Map<Decision, Long> counts() {
    Map<Decision, Long> sum = new HashMap<>();
    for (Task task : platform.swarm().running(SERVICE)) {
      Matcher count = COUNT.matcher(metrics(task));
      while (count.find()) {
        Decision decision = new Decision(count.group(1), count.group(2), count.group(3));
        sum.merge(decision, Long.valueOf(count.group(4)), Long::sum);
      }
    }
    return sum;
  }

  private String metrics(Task task) {
    String[] login = login("prometheus");
    String url = "http://127.0.0.1:2382/metrics";
    return containers
        .exec(task, "curl", "-fsS", "-m", "30", login[0], login[1], url)
        .run()
        .orThrow()
        .out();
  }
}
