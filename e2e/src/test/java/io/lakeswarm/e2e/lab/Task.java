package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;

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

  static Task of(JsonNode json, String node) {
    JsonNode status = json.path("Status");
    JsonNode container = status.path("ContainerStatus");
    return new Task(
        json.path("ID").asText(),
        json.path("Slot").asInt(),
        node,
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
}
