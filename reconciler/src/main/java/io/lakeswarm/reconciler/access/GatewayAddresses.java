package io.lakeswarm.reconciler.access;

import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows the addresses of the gateway's tasks, as the overlay's DNS has them. A request only reads
 * what the last lookup found. Without an answer there is no gateway.
 */
@ApplicationScoped
class GatewayAddresses {
  private final String host;
  private final Names names;
  private volatile Set<String> addresses = Set.of();

  /** Resolves a name; blocks. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  @Inject
  GatewayAddresses(LakeswarmSettings settings) {
    this(settings.gateway().host(), InetAddress::getAllByName);
  }

  GatewayAddresses(String host, Names names) {
    this.host = host;
    this.names = names;
  }

  /** Returns true when a task of the gateway has this address. */
  boolean contains(String address) {
    return addresses.contains(address);
  }

  /** Looks the tasks up again: Swarm gives an address that is free to another container. */
  @Scheduled(
      every = "${lakeswarm.gateway.refresh:5s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    try {
      addresses =
          Arrays.stream(names.addresses(host))
              .map(InetAddress::getHostAddress)
              .collect(Collectors.toUnmodifiableSet());
    } catch (UnknownHostException e) {
      addresses = Set.of();
    }
  }
}
