package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Runs a query to its end, within a time limit. */
final class DremioSql {
  private static final Set<String> UNDONE = Set.of("FAILED", "CANCELED");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** A query that takes longer counts as failed. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final DremioClient client;

  DremioSql(DremioClient client) {
    this.client = client;
  }

  /** Returns empty when the query completed, else why it did not. */
  Optional<String> flaw(DremioSession session, String sql) {
    DremioAnswer submitted =
        client.post(session, "/api/v3/sql", JsonNodeFactory.instance.objectNode().put("sql", sql));
    if (!submitted.isObject()) {
      throw submitted.unexpected("run " + sql);
    }
    String id = URLEncoder.encode(submitted.json().path("id").asText(), StandardCharsets.UTF_8);
    return outcome(session, "/api/v3/job/" + id);
  }

  private Optional<String> outcome(DremioSession session, String path) {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    String state = "NOT_SUBMITTED";
    while (System.nanoTime() - start < LIMIT.toNanos() && !Thread.currentThread().isInterrupted()) {
      DremioAnswer answer = client.get(session, path);
      if (!answer.isObject()) {
        throw answer.unexpected("follow a query");
      }
      state = answer.json().path("jobState").asText();
      if ("COMPLETED".equals(state)) {
        return Optional.empty();
      }
      if (UNDONE.contains(state)) {
        return Optional.of("the job " + state + " (" + answer.message() + ")");
      }
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    return Optional.of("the job is " + state + " after " + LIMIT.toSeconds() + " s");
  }
}
