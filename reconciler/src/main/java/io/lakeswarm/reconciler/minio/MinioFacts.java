package io.lakeswarm.reconciler.minio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.MinioIdentity;
import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.store.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is remembered of the object store, as JSON in {@link Memory}. */
final class MinioFacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDENTITY = "minio.identity";
  private static final String RESET = "minio.lastReset";

  private final Memory memory;

  MinioFacts(Memory memory) {
    this.memory = memory;
  }

  Optional<MinioIdentity> identity() {
    return read(IDENTITY)
        .map(
            node ->
                MinioIdentity.of(
                    node.required("deploymentId").asText(), texts(node.required("buckets"))));
  }

  void remember(MinioIdentity identity) {
    ObjectNode node = JSON.createObjectNode().put("deploymentId", identity.deploymentId());
    fill(node.putArray("buckets"), List.copyOf(identity.buckets()));
    memory.remember(IDENTITY, node.toString());
  }

  Optional<MinioReset> lastReset() {
    return read(RESET)
        .map(
            node ->
                new MinioReset(
                    MinioReset.Reason.valueOf(node.required("reason").asText()),
                    node.required("deploymentId").asText(),
                    Instant.parse(node.required("detectedAt").asText()),
                    texts(node.required("reapplied")),
                    Optional.ofNullable(node.get("recoveryMillis"))
                        .map(millis -> Duration.ofMillis(millis.asLong()))));
  }

  void remember(MinioReset reset) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("reason", reset.reason().name())
            .put("deploymentId", reset.deploymentId())
            .put("detectedAt", reset.detectedAt().toString());
    fill(node.putArray("reapplied"), reset.reapplied());
    reset.recovery().ifPresent(recovery -> node.put("recoveryMillis", recovery.toMillis()));
    memory.remember(RESET, node.toString());
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

  private static void fill(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
