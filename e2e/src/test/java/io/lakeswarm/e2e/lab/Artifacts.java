package io.lakeswarm.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** What is worth reading after a failure, in {@code e2e/target/artifacts}. */
final class Artifacts {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Platform platform;

  Artifacts(Platform platform) {
    this.platform = platform;
  }

  /** Writes a folder of this name; what cannot be had is replaced by the reason. */
  void collect(String name) {
    Path folder = Command.root().resolve("e2e/target/artifacts").resolve(name);
    save(folder, "nodes", () -> docker("node", "ls"));
    save(folder, "services", () -> docker("service", "ls"));
    save(folder, "status", () -> platform.reconciler().status().toPrettyString());
    save(folder, "plan", () -> platform.reconciler().read("plan").toPrettyString());
    save(folder, "metrics", () -> platform.reconciler().metrics());
    String services = docker("service", "ls", "--format", "{{.Name}}");
    if (!services.contains(" ")) {
      services.lines().forEach(service -> saveService(folder, service));
    }
    System.err.println("Artifacts of the failure: " + folder);
  }

  private void saveService(Path folder, String service) {
    save(folder, service + ".ps", () -> docker("service", "ps", "--no-trunc", service));
    Containers containers = new Containers(platform.lab(), platform.swarm());
    save(folder, service + ".log", () -> containers.logs(service));
  }

  private String docker(String... arguments) {
    try {
      return platform.lab().client(Node.FIRST, arguments).within(PATIENCE).run().all();
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static void save(Path folder, String name, Supplier<String> content) {
    String text;
    try {
      text = content.get();
    } catch (Exception e) { // REST Assured throws checked exceptions without declaring them.
      text = e.toString();
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + name + " to " + folder, e);
    }
  }
}
