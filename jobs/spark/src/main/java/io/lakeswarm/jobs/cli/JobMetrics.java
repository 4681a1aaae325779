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
 * Sends a job's outcome as one StatsD packet to {@code LAKESWARM_STATSD} ({@code host:port}).
 * Without that variable it sends nothing. A failed send is logged and does not fail the job.
 */
public final class JobMetrics {
  private final String address;

  JobMetrics(String address) {
    this.address = address;
  }

  /** Sends to the address in the environment. */
  public static JobMetrics ofEnvironment() {
    return new JobMetrics(System.getenv().getOrDefault("LAKESWARM_STATSD", ""));
  }

  /** Sends the fields of the result line: whole numbers as rows, {@code seconds} as time. */
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
