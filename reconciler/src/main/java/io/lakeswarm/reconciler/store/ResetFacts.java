package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.status.Component;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Stores the facts about the components' storages, as JSON in {@link Memory}. */
@ApplicationScoped
public class ResetFacts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Memory memory;

  /** Keeps facts in {@code memory}. */
  public ResetFacts(Memory memory) {
    this.memory = memory;
  }

  /** Returns the storage that last passed a probe; empty before the first time. */
  public Optional<Identity> identity(String component) {
    return read(component + ".identity")
        .map(
            node ->
                Identity.of(
                        component,
                        node.required("deploymentId").asText(),
                        texts(node.required(partsOf(component))))
                    .on(node.path("node").asText("")));
  }

  /** Returns the last known loss of the component's data. */
  public Optional<Reset> lastReset(String component) {
    return read(component + ".lastReset")
        .map(
            node ->
                new Reset(
                    component,
                    Reset.Reason.valueOf(node.required("reason").asText()),
                    node.required("deploymentId").asText(),
                    Instant.parse(node.required("detectedAt").asText()),
                    texts(node.required("reapplied")),
                    Optional.ofNullable(node.get("recoveryMillis"))
                        .map(millis -> Duration.ofMillis(millis.asLong()))));
  }

  /** Returns the last known loss of each component that had one. */
  public List<Reset> lastResets() {
    return Component.bootstrapped().stream()
        .flatMap(component -> lastReset(component.text()).stream())
        .toList();
  }

  /** Writes before it returns; a fact that is already stored costs no write. */
  public void write(ResetAction action, Instant now) {
    if (action instanceof ResetAction.Record loss) {
      remember(
          new Reset(
              loss.component(), loss.reason(), loss.id(), now, loss.reapplied(), Optional.empty()));
    } else if (action instanceof ResetAction.Close close) {
      lastReset(close.component())
          .filter(Reset::isOpen)
          .ifPresent(open -> remember(open.closedAt(now)));
    } else if (action instanceof ResetAction.Remember remember) {
      remember(remember.identity());
    }
  }

  private void remember(Identity identity) {
    ObjectNode node = JSON.createObjectNode().put("deploymentId", identity.id());
    fill(node.putArray(partsOf(identity.component())), identity.parts());
    if (!identity.node().isEmpty()) {
      node.put("node", identity.node());
    }
    memory.remember(identity.component() + ".identity", node.toString());
  }

  private void remember(Reset reset) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("reason", reset.reason().name())
            .put("deploymentId", reset.id())
            .put("detectedAt", reset.detectedAt().toString());
    fill(node.putArray("reapplied"), reset.reapplied());
    reset.recovery().ifPresent(recovery -> node.put("recoveryMillis", recovery.toMillis()));
    memory.remember(reset.component() + ".lastReset", node.toString());
  }

  /**
   * Returns the field for the parts: the object store's had its name before other components had
   * any.
   */
  private static String partsOf(String component) {
    return "minio".equals(component) ? "buckets" : "parts";
  }

  private Optional<JsonNode> read(String key) {
    return memory
        .fact(key)
        .map(
            text -> {
              try {
                return JSON.readTree(text);
              } catch (JsonProcessingException e) {
                throw new ReconcileException.Stalled(
                    "Cannot read what is remembered as "
                        + key
                        + ": it is not JSON. Remove that fact from the memory configs.",
                    e);
              }
            });
  }

  private static void fill(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
