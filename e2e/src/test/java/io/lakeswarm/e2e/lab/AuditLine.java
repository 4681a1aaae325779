package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the guard's log: one write, or one request that it refused.
 *
 * @param object name of the service or config that was written; empty for a refusal
 * @param status of the answer
 * @param body how the SHA-256 of the client's body begins; empty if the guard did not read it
 */
public record AuditLine(
    Instant time,
    String client,
    String method,
    String path,
    String object,
    String rule,
    String outcome,
    int status,
    String body) {
  private static final String ALLOWED = "allowed";

  /** What the engine tells of a write by a rule: type and action of its event. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "config.create", "config create",
          "config.label", "config update",
          "config.remove", "config remove",
          "job.create", "service create",
          "job.relabel", "service update",
          "job.remove", "service remove",
          "service.repair", "service update",
          "service.scale", "service update");

  /** What the guard counts: how it decided for whom, and why. */
  public record Decision(String client, String rule, String outcome) {
    /** Returns true for a read that was let through: it is counted, and has no line. */
    public boolean isAllowedRead() {
      return rule.equals("read") && outcome.equals(ALLOWED);
    }
  }

  /** Returns the guard's lines among those of its containers. */
  static List<AuditLine> in(String log) {
    return log.lines()
        .filter(line -> line.contains("\"msg\":\"docker\""))
        .map(line -> of(Reconciler.json(line.substring(line.indexOf('{')))))
        .toList();
  }

  private static AuditLine of(JsonNode json) {
    return new AuditLine(
        Instant.parse(json.required("time").asText()),
        json.required("client").asText(),
        json.required("method").asText(),
        json.required("path").asText(),
        json.required("object").asText(),
        json.required("rule").asText(),
        json.required("outcome").asText(),
        json.required("status").asInt(),
        json.required("body").asText());
  }

  /** Returns what the guard counted with this line. */
  public Decision decision() {
    return new Decision(client, rule, outcome);
  }

  /** Returns true if the guard passed it on to the engine. */
  public boolean isAllowed() {
    return outcome.equals(ALLOWED);
  }

  /**
   * Returns the engine's event of this write, as {@link ObjectEvents} has it; empty if the guard or
   * the engine refused. Throws for a rule without an event.
   */
  public Optional<String> event() {
    if (!isAllowed() || status / 100 != 2) {
      return Optional.empty();
    }
    if (!EVENTS.containsKey(rule)) {
      throw new IllegalStateException("No event belongs to the rule of " + this);
    }
    return Optional.of(EVENTS.get(rule) + " " + object);
  }
}
