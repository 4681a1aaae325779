package io.lakeswarm.reconciler.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayAddressesTest {
  private List<String> tasks = List.of();
  private final GatewayAddresses gateway = new GatewayAddresses("tasks.gateway", this::resolve);

  @Test
  void everyTaskIsTheGatewayAndOnlyWhileItRuns() {
    assertThat(gateway.contains("10.77.1.2")).as("before the first lookup").isFalse();
    tasks = List.of("10.77.1.2", "10.77.1.3");
    gateway.refresh();
    assertThat(tasks).allMatch(gateway::contains);
    assertThat(gateway.contains("10.77.1.4")).isFalse();

    tasks = List.of("10.77.1.3", "10.77.1.9");
    gateway.refresh();
    assertThat(gateway.contains("10.77.1.2")).as("another container may have it now").isFalse();
    assertThat(tasks).allMatch(gateway::contains);

    tasks = List.of();
    gateway.refresh();
    assertThat(gateway.contains("10.77.1.3")).isFalse();
    assertThat(gateway.contains("")).isFalse();
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    assertThat(host).isEqualTo("tasks.gateway");
    if (tasks.isEmpty()) {
      throw new UnknownHostException(host);
    }
    InetAddress[] addresses = new InetAddress[tasks.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(tasks.get(i));
    }
    return addresses;
  }
}
