package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One source as it lies on the volume, and as the API shows it. */
final class StoredSource {
  private static final long CENTURY = 3_153_600_000_000L;

  private final ObjectNode node;
  private final DremioProfile profile;
  private final Clock clock;

  StoredSource(ObjectNode node, DremioProfile profile, Clock clock) {
    this.node = node;
    this.profile = profile;
    this.clock = clock;
  }

  String name() {
    return node.path("name").asText();
  }

  String type() {
    return node.path("type").asText();
  }

  String id() {
    return node.path("id").asText();
  }

  String tag() {
    return node.path("tag").asText();
  }

  String createdAt() {
    return node.path("createdAt").asText();
  }

  /** As it is stored, secrets in clear. */
  ObjectNode config() {
    return node.withObject("/config");
  }

  boolean isGood() {
    return node.path("good").asBoolean();
  }

  void good(boolean good) {
    node.put("good", good);
  }

  /** A change that is still under way moves the tag once more when its time has come. */
  void settle() {
    if (node.has("settlesAt") && clock.millis() >= node.path("settlesAt").asLong()) {
      node.remove("settlesAt");
      newTag();
    }
  }

  boolean isChanging() {
    return node.has("settlesAt");
  }

  void create(String name, String type, ObjectNode config, JsonNode policy, Duration goesOn) {
    node.put("name", name).put("type", type).put("id", UUID.randomUUID().toString());
    node.put("createdAt", Instant.ofEpochMilli(clock.millis()).toString());
    write(config, policy, "CREATING", goesOn);
  }

  void update(ObjectNode config, JsonNode policy, Duration goesOn) {
    write(config, policy, "UPDATING", goesOn);
  }

  ObjectNode shown() {
    ObjectNode shown = JsonNodeFactory.instance.objectNode().put("entityType", "source");
    shown.put("id", id()).put("tag", tag()).put("type", type()).put("name", name());
    shown.put("createdAt", createdAt());
    shown.set("config", ConfigRules.shown(type(), config()));
    shown.set("metadataPolicy", node.path("metadataPolicy").deepCopy());
    shown.put("accelerationGracePeriodMs", 0).put("accelerationRefreshPeriodMs", 0);
    shown.put("accelerationNeverExpire", false).put("accelerationNeverRefresh", false);
    shown
        .put("accelerationActivePolicyType", "PERIOD")
        .put("accelerationRefreshSchedule", "0 0 0 * * *");
    shown.put("allowCrossSourceSelection", false).put("disableMetadataValidityCheck", false);
    shown.putArray("permissions");
    ObjectNode state = shown.putObject("state").put("status", isGood() ? "good" : "bad");
    if (!isGood()) {
      state
          .put("suggestedUserAction", "Check the connection of the source.")
          .putArray("messages")
          .addObject()
          .put("level", "ERROR")
          .put("message", "Unable to connect to source [" + name() + "]");
    } else {
      state.putArray("messages");
    }
    if (profile.changesGoOn()) {
      shown.put("sourceChangeState", isChanging() ? node.path("change").asText() : "NONE");
    }
    return shown;
  }

  /** As the catalog's root lists it. */
  ObjectNode listed() {
    ObjectNode listed = JsonNodeFactory.instance.objectNode().put("id", id()).put("tag", tag());
    listed.putArray("path").add(name());
    listed.put("type", "CONTAINER").put("containerType", "SOURCE").put("createdAt", createdAt());
    if (profile.changesGoOn()) {
      listed.put("sourceChangeState", isChanging() ? node.path("change").asText() : "NONE");
    }
    return listed;
  }

  private void write(ObjectNode config, JsonNode policy, String change, Duration goesOn) {
    node.set("config", config);
    node.set("metadataPolicy", type().equals("NESSIE") ? never() : policy);
    good(true);
    newTag();
    if (profile.changesGoOn()) {
      node.put("change", change).put("settlesAt", clock.millis() + goesOn.toMillis());
    }
  }

  private void newTag() {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).putLong(ThreadLocalRandom.current().nextLong()).array();
    node.put("tag", Base64.getEncoder().encodeToString(bytes));
  }

  /** A versioned source is never refreshed, whatever somebody asked for. */
  private static ObjectNode never() {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    for (String field :
        new String[] {
          "authTTLMs", "namesRefreshMs", "datasetRefreshAfterMs", "datasetExpireAfterMs"
        }) {
      policy.put(field, CENTURY);
    }
    return policy
        .put("datasetUpdateMode", "PREFETCH")
        .put("deleteUnavailableDatasets", true)
        .put("autoPromoteDatasets", false);
  }
}
