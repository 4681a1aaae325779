package io.lakeswarm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobMetricsTest {

  @Test
  void onePacketTellsOutcomeRowsAndSeconds() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout(5_000);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("job", "silver");
      fields.put("rowsIn", 8323L);
      fields.put("newVersions", 3);
      fields.put("seconds", 12.5);
      new JobMetrics("127.0.0.1:" + receiver.getLocalPort()).ended("silver", "succeeded", fields);
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      receiver.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              lakeswarm.ended.silver.succeeded:1|c
              lakeswarm.rows.silver.rowsIn:8323|g
              lakeswarm.rows.silver.newVersions:3|g
              lakeswarm.seconds.silver:12.5|g\
              """);
    }
  }

  @Test
  void whereNobodyCanBeToldTheJobGoesOn() {
    new JobMetrics("no-such-host.invalid:9125").ended("silver", "failed", Map.of());
    new JobMetrics("").ended("silver", "failed", Map.of());
  }
}
