package io.lakeswarm.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Running;
import io.lakeswarm.e2e.lab.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long after a hand-made scale-up the correction was accepted: the distance of the two events
 * in the engine's own stream, stamped by the manager.
 */
final class Reactions {
  private static final String SERVICE = "spark_spark-worker";
  private static final String FORMAT =
      "{{.TimeNano}} {{index .Actor.Attributes \"name\"}}"
          + " {{index .Actor.Attributes \"replicas.new\"}}";

  private final Platform platform;
  private final int desired;

  Reactions(Platform platform, int desired) {
    this.platform = platform;
    this.desired = desired;
  }

  /** Milliseconds, sorted. */
  List<Double> measure(int rounds) {
    List<Double> millis = new ArrayList<>();
    try (Running events =
        platform
            .lab()
            .client(Node.FIRST, "events", "--filter", "type=service", "--format", FORMAT)
            .within(Duration.ofMinutes(30))
            .start()) {
      for (int round = 1; round <= rounds; round++) {
        int corrections = round;
        platform
            .lab()
            .docker(Node.FIRST, "service", "scale", "-d", SERVICE + "=" + (desired + 1))
            .orThrow();
        await("correction " + round)
            .atMost(Duration.ofSeconds(30))
            .until(() -> times(events, desired).size() == corrections);
        // The next round begins when Swarm is done with this one.
        await("round " + round).atMost(Duration.ofSeconds(60)).until(this::isAtRest);
      }
      List<Long> changes = times(events, desired + 1);
      List<Long> corrections = times(events, desired);
      for (int i = 0; i < rounds; i++) {
        millis.add((corrections.get(i) - changes.get(i)) / 1e6);
      }
    }
    return millis.stream().sorted().toList();
  }

  /** Ended tasks of earlier days may be listed too; they do not count. */
  private boolean isAtRest() {
    List<Task> wanted = platform.swarm().tasks(SERVICE).stream().filter(Task::isWanted).toList();
    return wanted.size() == desired && wanted.stream().allMatch(Task::isRunning);
  }

  private static List<Long> times(Running events, int replicas) {
    String text = events.output();
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" "))
        .filter(w -> w.length == 3 && w[1].equals(SERVICE) && w[2].equals("" + replicas))
        .map(words -> Long.valueOf(words[0]))
        .toList();
  }
}
