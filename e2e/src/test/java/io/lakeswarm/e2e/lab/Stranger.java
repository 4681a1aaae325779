package io.lakeswarm.e2e.lab;

import java.util.List;

/**
 * A host that is no node: a namespace on the lab's bridge, with an address that {@code
 * GATEWAY_ALLOW_FROM} does not name. Its packets reach the nodes with this address.
 */
public final class Stranger implements AutoCloseable {
  private static final String SPACE = "lsstranger";
  private static final String BRIDGE = "lsbr0";
  private static final String ROUTER = "198.51.100.1/24";

  /** Plugs it in. */
  public Stranger() {
    close();
    for (String step :
        List.of(
            "ip addr replace " + ROUTER + " dev " + BRIDGE,
            "ip netns add " + SPACE,
            "ip link add lsvs type veth peer name eth0 netns " + SPACE,
            "ip link set lsvs master " + BRIDGE + " up",
            "ip -n " + SPACE + " addr add 198.51.100.9/24 dev eth0",
            "ip -n " + SPACE + " link set lo up",
            "ip -n " + SPACE + " link set eth0 up",
            "ip -n " + SPACE + " route add default via 198.51.100.1")) {
      Command.of(step.split(" ")).run().orThrow();
    }
  }

  /** What a node answers at each of its TCP ports that takes a connection: "9090 closed". */
  public List<String> scan(Node node) {
    return run("e2e/src/test/net/scan.py", "2", node.address()).out().lines().toList();
  }

  /** Sends three VXLAN frames of a made-up station to the node, as of this network. */
  public void sendFrames(Node node, String network) {
    run("e2e/src/test/net/probe.py", "1", "frame:" + node.address() + ":" + network);
  }

  private static Command.Result run(String... words) {
    String[] all = new String[words.length + 5];
    System.arraycopy(new String[] {"ip", "netns", "exec", SPACE, "python3"}, 0, all, 0, 5);
    System.arraycopy(words, 0, all, 5, words.length);
    return Command.of(all).run().orThrow();
  }

  /** Unplugs it; what is gone already is no error. */
  @Override
  public void close() {
    Command.of("ip", "netns", "del", SPACE).run();
    Command.of("ip", "addr", "del", ROUTER, "dev", BRIDGE).run();
  }
}
