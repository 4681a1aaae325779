package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * A task of a service as Swarm tells it.
 *
 * @param node host name of its node; empty while it has none
 * @param state what it is, {@code desired} what Swarm wants it to be
 * @param exitCode of its container; 0 while that has not ended
 */
public record Task(
    String id,
    int slot,
    String node,
    String state,
    String desired,
    String container,
    int exitCode,
    String message) {

  private static final Set<String> ENDED =
      Set.of("complete", "failed", "rejected", "shutdown", "orphaned", "remove");

  /** By the ids of nodes their host names. */
  static Task of(JsonNode json, Map<String, String> hostnames) {
    JsonNode status = json.path("Status");
    JsonNode container = status.path("ContainerStatus");
    return new Task(
        json.path("ID").asText(),
        json.path("Slot").asInt(),
        hostnames.getOrDefault(json.path("NodeID").asText(), ""),
        status.path("State").asText(),
        json.path("DesiredState").asText(),
        container.path("ContainerID").asText(),
        container.path("ExitCode").asInt(),
        status.path("Err").asText(status.path("Message").asText()));
  }

  /** Swarm wants it, and it runs. */
  public boolean isRunning() {
    return state.equals("running") && isWanted();
  }

  /** Swarm wants it to run. */
  public boolean isWanted() {
    return desired.equals("running");
  }

  /** Swarm wants it to run, now or after a delay, and it is on its way. */
  public boolean isUnderWay() {
    return (isWanted() || desired.equals("ready"))
        && !state.equals("running")
        && !ENDED.contains(state);
  }
}
