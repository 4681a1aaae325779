package io.lakeswarm.e2e.scripts;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * {@code stacks/firewall.sh} on node a of {@link Namespaces}, with the kernel's own nftables. Only
 * Docker, ssh, systemd and apt are stubs; ssh enters node b's namespace.
 */
final class FirewallNet implements AutoCloseable {
  static final String A = "192.0.2.1";
  static final String B = "192.0.2.2";
  static final String A6 = "fd00:99::1";
  static final String NODE_B = "ssh://root@b";

  private static final String DOCKER =
      """
      case "$*" in
        *LocalNodeState*) echo active/true ;;
        *'node ls -q') echo a; echo b ;;
        *'node inspect'*) cat %1$s/nodes ;;
        *'node ls --format'*) echo 'a one'; echo 'b two' ;;
        *root@b*NodeID*) echo b ;;
        *NodeID*) echo a ;;
        *root@b*NodeAddr*) cat %1$s/address-of-b ;;
        *NodeAddr*) echo 192.0.2.1 ;;
      esac
      """;

  private static final String[] KIT = {
    "tcp:22", "tcp:2377", "tcp:7946", "udp:7946", "tcp:9100", "tcp:9101", "tcp:8080", "tcp:5000"
  };

  private final List<Running> listeners = new ArrayList<>();
  private final Namespaces net;
  private final Path stubs;

  /** Makes the network, or leaves the tests out where this user may not. */
  FirewallNet(Path folder) throws IOException {
    boolean root = Command.of("id", "-u").run().text().equals("0");
    Assumptions.assumeTrue(root || "true".equals(System.getenv("CI")), "namespaces need root");
    stubs = Files.createDirectory(folder.resolve("stubs"));
    StubHost host = new StubHost(stubs);
    net = new Namespaces("fw" + ProcessHandle.current().pid(), folder, host);
    try {
      set(host);
    } catch (IOException | RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private void set(StubHost host) throws IOException {
    net.up();
    host.stub("docker", DOCKER.formatted(stubs));
    host.stub("ssh", net.enter("b") + " sh -c \"${@: -1}\"");
    host.stub("systemctl", "");
    host.stub("apt-get", "[ \"$1\" = update ] || umount -l /usr/sbin");
    listeners.add(net.listen("a", KIT));
    listeners.add(net.listen("b", KIT));
    listeners.add(net.listen("c", "tcp:9101"));
    listeners.add(net.listen("s", "tcp:9100", "tcp:7946"));
  }

  /** Both nodes in the swarm, no rules anywhere, no systemd. */
  void reset() throws IOException {
    swarm("0.0.0.0 " + A + ":2377\n" + B + " \n", B);
    firewall(NODE_B, "off");
    Files.deleteIfExists(net.file("a", "run/systemd/system"));
    Files.writeString(net.file("a", "etc/docker/daemon.json"), "{}");
  }

  Namespaces net() {
    return net;
  }

  /** A line for each node as the manager names it, and what node b calls its own address. */
  void swarm(String nodes, String addressOfB) throws IOException {
    Files.writeString(stubs.resolve("nodes"), nodes);
    Files.writeString(stubs.resolve("address-of-b"), addressOfB + "\n");
  }

  /** The script on node a, with these NODES; throws when it fails. */
  Command.Result firewall(String nodes, String verb) {
    return script(nodes, verb).orThrow();
  }

  /** The script on node a, with these NODES. */
  Command.Result script(String nodes, String verb) {
    return net.on("a", "stacks/firewall.sh", verb).with(Map.of("NODES", nodes)).run();
  }

  /** What the programs that are stubs were called with. */
  String calls() throws IOException {
    return net.stubs().calls();
  }

  @Override
  public void close() {
    listeners.forEach(Running::close);
    net.down();
  }
}
