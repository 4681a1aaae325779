package io.lakeswarm.jobs.cli;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends how a job ended to where {@code LAKESWARM_STATSD} ({@code host:port}) says, as one StatsD
 * packet; without that variable nothing is sent. A failure to send is told and changes nothing.
 */
public final class JobMetrics {
  private final String address;

  JobMetrics(String address) {
    this.address = address;
  }

  /** Sends where the environment says. */
  public static JobMetrics ofEnvironment() {
    return new JobMetrics(System.getenv().getOrDefault("LAKESWARM_STATSD", ""));
  }

  /** {@code fields} as in the result line: whole numbers count as rows, {@code seconds} as time. */
  public void ended(String job, String outcome, Map<String, Object> fields) {
    if (address.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("lakeswarm.ended.%s.%s:1|c".formatted(job, outcome));
    fields.forEach(
        (name, value) -> {
          if (name.equals("seconds")) {
            lines.add("lakeswarm.seconds.%s:%s|g".formatted(job, value));
          } else if (value instanceof Integer || value instanceof Long) {
            lines.add("lakeswarm.rows.%s.%s:%s|g".formatted(job, name, value));
          }
        });
    byte[] packet = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    int colon = address.lastIndexOf(':');
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress host = InetAddress.getByName(address.substring(0, colon));
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.send(new DatagramPacket(packet, packet.length, host, port));
    } catch (IOException e) {
      new Progress(job).say("metrics not sent to %s: %s", address, e.getMessage());
    }
  }
}
