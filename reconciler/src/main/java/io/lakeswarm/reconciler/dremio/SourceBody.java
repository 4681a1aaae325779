package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.desired.DremioSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds the desired source as the engine's JSON. It holds only settings that the kit manages. An
 * older engine refuses settings that it lacks, and what is not sent is not compared.
 */
final class SourceBody {
  /** What the engine shows, and takes, for a secret that stays as it is. */
  static final String KEPT_SECRET = "$DREMIO_EXISTING_VALUE$";

  private static final String PROPERTIES = "propertyList";

  /** The engine may leave out a setting that has its default. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("asyncEnabled", "true"),
          Map.entry("enableAsync", "true"),
          Map.entry("isCachingEnabled", "true"),
          Map.entry("maxCacheSpacePct", "100"),
          Map.entry("defaultCtasFormat", "ICEBERG"),
          Map.entry("storageProvider", "AWS"),
          Map.entry("credentialType", "ACCESS_KEY"),
          Map.entry("secure", "true"),
          Map.entry("compatibilityMode", "false"),
          Map.entry("rootPath", "/"));

  /** The fields that a read source has and a written one must not have. */
  private static final List<String> READ_ONLY =
      List.of("children", "state", "nextPageToken", "permissions", "sourceChangeState");

  private final DremioSpec.Source source;
  private final ObjectNode config;
  private final String secretField;

  /**
   * Describes a source whose files lie in {@code lake}.
   *
   * @param lake the object store; an S3 source names its own
   */
  SourceBody(DremioSpec.Source source, Credentials key, URI lake) {
    this.source = source;
    boolean nessie = source.type() == DremioSpec.SourceType.NESSIE;
    this.secretField = nessie ? "awsAccessSecret" : "accessSecret";
    this.config = nessie ? nessie(source, key) : s3(key);
    config.put(secretField, key.secretKey());
    properties(nessie ? lake.getAuthority() : source.endpoint());
  }

  /** Returns the body of a creation. */
  ObjectNode created() {
    ObjectNode body =
        object()
            .put("entityType", "source")
            .put("type", source.type().name())
            .put("name", source.name());
    return body.set("config", config.deepCopy());
  }

  /** Returns {@code actual}, as just read, with the settings that differ and with the secret. */
  ObjectNode updatedWithSecret(JsonNode actual) {
    return merged(actual, config.path(secretField).asText());
  }

  /** Returns the same, but the stored secret stays. */
  ObjectNode updated(JsonNode actual) {
    return merged(actual, KEPT_SECRET);
  }

  /**
   * Returns the names of the settings that differ in {@code actual}; secrets cannot be compared.
   */
  SortedSet<String> differences(JsonNode actual) {
    SortedSet<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      String name = field.getKey();
      JsonNode there = actual.path("config").path(name);
      boolean same =
          name.equals(PROPERTIES)
              ? byName(field.getValue()).equals(byName(there))
              : text(name, field.getValue()).equals(text(name, there));
      if (!same && !name.equals(secretField)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Returns true when {@code actual} has a secret, whichever. */
  boolean hasSecret(JsonNode actual) {
    return actual.path("config").hasNonNull(secretField);
  }

  private static ObjectNode nessie(DremioSpec.Source source, Credentials key) {
    return object()
        .put("nessieEndpoint", source.endpoint())
        .put("nessieAuthType", "NONE")
        .put("storageProvider", "AWS")
        .put("credentialType", "ACCESS_KEY")
        .put("awsAccessKey", key.accessKey())
        .put("awsRootPath", source.rootPath().orElseThrow())
        .put("secure", false)
        .put("asyncEnabled", true)
        .put("isCachingEnabled", true)
        .put("maxCacheSpacePct", 100)
        .put("defaultCtasFormat", "ICEBERG");
  }

  private static ObjectNode s3(Credentials key) {
    return object()
        .put("credentialType", "ACCESS_KEY")
        .put("accessKey", key.accessKey())
        .put("secure", false)
        .put("compatibilityMode", true)
        .put("rootPath", "/")
        .put("enableAsync", true)
        .put("isCachingEnabled", true)
        .put("maxCacheSpacePct", 100)
        .put("defaultCtasFormat", "ICEBERG");
  }

  private void properties(String endpoint) {
    ArrayNode list = config.putArray(PROPERTIES);
    property(list, "fs.s3a.endpoint", endpoint);
    property(list, "fs.s3a.path.style.access", "true");
    property(list, "fs.s3a.connection.ssl.enabled", "false");
    property(list, "dremio.s3.compat", "true");
  }

  private static void property(ArrayNode list, String name, String value) {
    list.addObject().put("name", name).put("value", value);
  }

  /**
   * Returns {@code actual} with the differences. Equal settings stay as they are: the engine takes
   * another order for a change.
   */
  private ObjectNode merged(JsonNode actual, String secret) {
    ObjectNode body = actual.deepCopy();
    body.remove(READ_ONLY);
    ObjectNode settings = (ObjectNode) body.required("config");
    differences(actual).forEach(name -> settings.set(name, config.get(name)));
    settings.put(secretField, secret);
    return body.put("entityType", "source");
  }

  private static SortedMap<String, List<String>> byName(JsonNode list) {
    SortedMap<String, List<String>> values = new TreeMap<>();
    for (JsonNode property : list) {
      values
          .computeIfAbsent(property.path("name").asText(), name -> new ArrayList<>())
          .add(property.path("value").asText());
    }
    return values;
  }

  private static String text(String name, JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? DEFAULTS.getOrDefault(name, "")
        : value.asText();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
