package io.lakeswarm.e2e.lab;

import static io.lakeswarm.e2e.lab.Eventually.SOON;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the engine of node 1, a manager, tells of services and configs: "config create NAME". The
 * stream is followed, for an engine keeps its last 256 events only. A config that the tests make at
 * its begin and remove at its end shows that it has come so far; the events of that are left out.
 */
public final class ObjectEvents implements AutoCloseable {
  private static final String FORMAT = "{{.Type}} {{.Action}} {{.Actor.Attributes.name}}";

  private final Lab lab;
  private final Running stream;
  private final String mark;

  /** Events from now on; the stream is open when this returns. */
  public ObjectEvents(Lab lab) {
    this.lab = lab;
    Instant now = Instant.now();
    // Not a name of the reconciler's own configs: it would wake the reconciler.
    this.mark = "e2e-mark-" + now.toEpochMilli();
    this.stream =
        lab.client(
                Node.FIRST,
                "events",
                "--since",
                now.toString(),
                "--filter",
                "type=service",
                "--filter",
                "type=config",
                "--format",
                FORMAT)
            .start();
    try {
      lab.client(Node.FIRST, "config", "create", mark, "-").reading("mark").run().orThrow();
      awaitEvent("config create " + mark);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the events up to now, in their order; to be called once. */
  public List<String> end() {
    lab.docker(Node.FIRST, "config", "rm", mark).orThrow();
    awaitEvent("config remove " + mark);
    return seen().stream().filter(event -> !event.endsWith(" " + mark)).toList();
  }

  private void awaitEvent(String event) {
    await(event)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> seen().contains(event));
  }

  /** The last line may be half of one. */
  private List<String> seen() {
    String text = stream.output();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Ends the stream and removes the mark; what is gone already is no error. */
  @Override
  public void close() {
    stream.close();
    lab.docker(Node.FIRST, "config", "rm", mark);
  }
}
