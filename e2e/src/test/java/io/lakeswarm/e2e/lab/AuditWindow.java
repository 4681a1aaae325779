package io.lakeswarm.e2e.lab;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static io.lakeswarm.e2e.lab.Eventually.eventually;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.AuditLine.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The lines of the guards and the events of the engine, between two moments at which nothing is
 * written: a write across an edge would be a line without its event, or the reverse.
 */
public final class AuditWindow implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final Swarm swarm;
  private final Guard guard;
  private final Map<Decision, Long> before;
  private final Instant began;
  private final ObjectEvents events;

  /**
   * What came in a window.
   *
   * @param events of services and configs, as {@link ObjectEvents} has them
   * @param reads that the guards let through
   */
  public record Seen(List<AuditLine> lines, List<String> events, long reads) {}

  /** Begins once no service and no config has changed for two seconds. */
  public AuditWindow(Platform platform) {
    this.swarm = platform.swarm();
    this.guard = new Guard(platform);
    awaitQuiet();
    this.before = guard.counts();
    this.began = Instant.now();
    this.events = new ObjectEvents(platform.lab());
  }

  /**
   * Ends it at such a moment again. Fails unless the guards' lines are as many as they counted, by
   * client, rule and outcome: one for each decision, and none for a read that was let through. No
   * guard may have restarted meanwhile, for its counts begin anew.
   */
  public Seen end() {
    awaitQuiet();
    List<String> reported = events.end();
    AtomicReference<Seen> seen = new AtomicReference<>();
    eventually(
        "a line for each decision",
        SOON,
        () -> {
          Map<Decision, Long> decided = decided();
          List<AuditLine> lines = guard.lines(began);
          seen.set(new Seen(lines, reported, reads(decided)));
          decided.keySet().removeIf(Decision::isAllowedRead);
          assertThat(lines.stream().collect(groupingBy(AuditLine::decision, counting())))
              .isEqualTo(decided);
        });
    return seen.get();
  }

  private Map<Decision, Long> decided() {
    Map<Decision, Long> since = new HashMap<>(guard.counts());
    before.forEach((decision, count) -> since.merge(decision, -count, Long::sum));
    since.values().removeIf(count -> count == 0);
    return since;
  }

  private static long reads(Map<Decision, Long> decided) {
    return decided.entrySet().stream()
        .filter(entry -> entry.getKey().isAllowedRead())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void awaitQuiet() {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of());
    await("no write for " + QUIET.toSeconds() + " s")
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(QUIET)
        .until(swarm::versions, now -> now.equals(last.getAndSet(now)));
  }

  @Override
  public void close() {
    events.close();
  }
}
