package io.lakeswarm.e2e.lab;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lakeswarm on the lab's three nodes, used as a person uses it: by its scripts, ports and API. */
public final class Platform {
  /** Where this run's secrets are, one file each. */
  public static final Path SECRETS = Command.root().resolve("e2e/target/lab-secrets");

  private static final Duration COLD_DEPLOY = Duration.ofMinutes(60);

  private final Lab lab;
  private final Path checkout;
  private final Swarm swarm;
  private final Reconciler reconciler = new Reconciler(this);

  /** The platform that is, or will be, on {@code lab}. */
  public Platform(Lab lab) {
    this(lab, Command.root());
  }

  private Platform(Lab lab, Path checkout) {
    this.lab = lab;
    this.checkout = checkout;
    this.swarm = new Swarm(lab);
  }

  /** The same platform, deployed and used by the scripts of another checkout. */
  public Platform from(Path folder) {
    return new Platform(lab, folder);
  }

  /** The engines. */
  public Lab lab() {
    return lab;
  }

  /** What the managers say. */
  public Swarm swarm() {
    return swarm;
  }

  /** The REST API of the reconciler. */
  public Reconciler reconciler() {
    return reconciler;
  }

  /** The deploy that users start with {@code make swarm_deploy}; enough time to build images. */
  public Command deploy() {
    return script("stacks/deploy.sh", "up").within(COLD_DEPLOY);
  }

  /** Removes whatever is on the engines but images, and deploys anew. */
  public Command.Result deployAfresh() {
    clear();
    return deploy().run().orThrow();
  }

  /** Removes whatever is on the engines but images, and this run's secrets. */
  public void clear() {
    lab.clear();
    secretFiles().forEach(Platform::delete);
  }

  /** One of the project's scripts, told where the lab is. */
  public Command script(String... words) {
    String[] program = words.clone();
    program[0] = checkout.resolve(words[0]).toString();
    List<String> nodes = new ArrayList<>();
    Node.ALL.stream().skip(1).forEach(node -> nodes.add(node.engine() + "=" + node.address()));
    return Command.of(program)
        .with(
            Map.of(
                "DOCKER_HOST",
                Node.FIRST.engine(),
                "ADVERTISE_ADDR",
                Node.FIRST.address(),
                "NODES",
                String.join(" ", nodes),
                "LS_URL",
                url(Node.FIRST, 8088),
                "SECRETS_DIR",
                SECRETS.toString(),
                "DEPLOY_TIMEOUT",
                "900",
                "PULL_TIMEOUT",
                "5",
                "UPDATE_MONITOR",
                "5s",
                "HEARTBEAT",
                "10s",
                "DAG_SCHEDULES",
                "off"));
  }

  /** The address of a published port on this node. */
  public String url(Node node, int port) {
    return "http://" + node.address() + ":" + port;
  }

  /** The value of one of the secrets. */
  public String secret(String name) {
    try {
      return Files.readString(SECRETS.resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the secret " + name, e);
    }
  }

  /** The names of all secrets. */
  public List<String> secretNames() {
    return secretFiles().stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + file, e);
    }
  }

  private static List<Path> secretFiles() {
    if (!Files.isDirectory(SECRETS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(SECRETS)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + SECRETS, e);
    }
  }

  /** Waits until the status says ready; fails with the conditions that are in the way. */
  public void awaitReady(Duration time) {
    Eventually.eventually("platform ready", time, reconciler::requireReady);
  }

  /** Waits until the status says that what Ready does not ask for works as well. */
  public void awaitTheRest(Duration time) {
    Eventually.eventually(
        "Airflow and what Prometheus scrapes",
        time,
        () ->
            assertThat(List.of("Airflow", "Monitoring"))
                .extracting(type -> reconciler.condition(type).path("status").asText())
                .containsOnly("True"));
  }

  /** Waits until no task of any service is on its way. */
  public void awaitRest(Duration time) {
    Eventually.eventually(
        "every service at rest", time, () -> assertThat(swarm.underWay()).isEmpty());
  }

  /** Scales by the API and waits until exactly this many workers run and are registered. */
  public void workers(int count) {
    if (reconciler.workers().at("/desired").asInt(-1) != count) {
      reconciler.scale(count, "e2e");
    }
    awaitWorkers(count, Duration.ofMinutes(3));
    await("the next pass")
        .atMost(Eventually.SOON)
        .pollInterval(200, MILLISECONDS)
        .untilAsserted(reconciler::requireConverged);
  }

  /** Waits until this many workers are desired, run and are registered, and Swarm agrees. */
  public void awaitWorkers(int count, Duration time) {
    await(count + " workers")
        .atMost(time)
        .pollInterval(200, MILLISECONDS)
        .ignoreExceptions()
        .untilAsserted(() -> reconciler.requireWorkers(count, swarm));
  }
}
