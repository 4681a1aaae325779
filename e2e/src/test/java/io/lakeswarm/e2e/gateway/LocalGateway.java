package io.lakeswarm.e2e.gateway;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code images/edge/gateway} and {@code stacks/edge/gateway.cfg}, run by this host's HAProxy. Its
 * ports, its back ends and the folders of its script are the test's, and its times are so long that
 * only its limits end anything; the rest is as deployed.
 */
final class LocalGateway implements AutoCloseable {
  static final String PASSWORD = "the-right-password";
  static final String ALLOWED = "127.0.0.0/16";

  private static final int METRICS = 8405;
  private static final Pattern BIND = Pattern.compile("(?m)^  bind (?:127\\.0\\.0\\.1)?:(\\d+)");
  private static final Pattern SERVER = Pattern.compile("server-template (\\S+) \\d+ \\S+:\\d+");
  private static final Pattern PAGES =
      Pattern.compile("frontend (\\w+) from pages\n  bind :(\\d+)");

  private final Page page = new Page();
  private final Map<Integer, Integer> ports = new TreeMap<>();
  private final Running haproxy;

  LocalGateway(Path folder) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("gateway_password"), PASSWORD);
    Files.writeString(secrets.resolve("registry_password"), PASSWORD);
    Files.writeString(secrets.resolve("gateway_certificate"), "none\n");
    Files.writeString(folder.resolve("gateway.cfg"), here(deployed()));
    String script = Files.readString(Command.root().resolve("images/edge/gateway"));
    Path start = folder.resolve("gateway");
    Files.writeString(
        start,
        replaced(
            script,
            Map.of(
                "/run/secrets", secrets.toString(),
                "/tmp/gateway", folder.resolve("run").toString(),
                "/etc/lakeswarm/gateway.cfg", folder.resolve("gateway.cfg").toString())));
    haproxy =
        Command.of("sh", start.toString())
            .with(Map.of("GATEWAY_ALLOW_FROM", ALLOWED, "GATEWAY_AUTH", "on"))
            .start();
    try {
      await("the gateway answers").atMost(Eventually.SOON).until(this::answers);
    } catch (RuntimeException e) {
      close();
      throw new IllegalStateException(
          "Cannot start the gateway: see below. It needs haproxy 2.6 or newer (apt-get install"
              + " haproxy).\n"
              + haproxy.all(),
          e);
    }
  }

  /** The names of the frontends for people and pushes, with their ports in the swarm. */
  static Map<String, Integer> pages() {
    Map<String, Integer> pages = new TreeMap<>();
    Matcher matcher = PAGES.matcher(deployed());
    while (matcher.find()) {
      pages.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
    }
    return pages;
  }

  /** The port here of the frontend that has {@code deployed} in the swarm. */
  int port(int deployed) {
    return ports.get(deployed);
  }

  /** The number in the metric whose line begins so. */
  double metric(String line) {
    return metrics(line).get(0);
  }

  /** The numbers in all metrics whose line begins so. */
  List<Double> metrics(String line) {
    String all = new Client("127.0.0.1").get(port(METRICS), "/metrics").text();
    return all.lines()
        .filter(it -> it.startsWith(line))
        .map(it -> Double.valueOf(it.substring(it.lastIndexOf(' '))))
        .toList();
  }

  /** The lines about logins so far. */
  List<String> logins() {
    return haproxy.all().lines().filter(line -> line.startsWith("login ")).toList();
  }

  @Override
  public void close() {
    haproxy.close();
    page.close();
  }

  private boolean answers() {
    if (!haproxy.isAlive()) {
      throw new IllegalStateException("it ended");
    }
    try {
      return !metrics("haproxy_process_max_connections ").isEmpty();
    } catch (java.io.UncheckedIOException notYet) {
      return false;
    }
  }

  private static String deployed() {
    try {
      return Files.readString(Command.root().resolve("stacks/edge/gateway.cfg"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String here(String deployed) throws IOException {
    Matcher matcher = BIND.matcher(deployed);
    while (matcher.find()) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.put(Integer.valueOf(matcher.group(1)), free.getLocalPort());
      }
    }
    String bound =
        BIND.matcher(deployed)
            .replaceAll(it -> "  bind 127.0.0.1:" + ports.get(Integer.valueOf(it.group(1))));
    return SERVER
        .matcher(bound)
        .replaceAll("server $1 127.0.0.1:" + page.port())
        .replace("default-server check ", "default-server ") // Page is always there.
        .replace("timeout http-request 10s", "timeout http-request 1h")
        .replaceAll("_rate\\(1m\\)", "_rate(1h)")
        .replace("expire 2m", "expire 2h");
  }

  private static String replaced(String text, Map<String, String> by) {
    String changed = text;
    for (Map.Entry<String, String> entry : by.entrySet()) {
      changed = changed.replace(entry.getKey(), entry.getValue());
    }
    return changed;
  }
}
