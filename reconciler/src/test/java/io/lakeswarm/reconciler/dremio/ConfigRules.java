package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which settings a source's type has, as the server reads and shows them. The tables are those of
 * 25.2.0 and 26.0.5, which agree; the settings for Azure and Google are left out and so refused.
 */
final class ConfigRules {
  static final String MASK = "$DREMIO_EXISTING_VALUE$";

  private static final Map<String, Map<String, Field>> TYPES = new LinkedHashMap<>();

  /** Changes of these do not cost an S3 source what people defined on it. */
  private static final Set<String> HARMLESS =
      Set.of(
          "secure",
          "enableAsync",
          "isCachingEnabled",
          "maxCacheSpacePct",
          "kmsKeyARN",
          "enableFileStatusCheck",
          "defaultCtasFormat",
          "isPartitionInferenceEnabled");

  static {
    String credentials = "ACCESS_KEY|EC2_METADATA|NONE|AWS_PROFILE";
    TYPES.put(
        "NESSIE",
        fields(
            "nessieEndpoint:text nessieAccessToken:secret awsAccessKey:text awsAccessSecret:secret"
                + " awsRootPath:text propertyList:properties assumedRoleARN:text"
                + " credentialType:enum="
                + credentials
                + " asyncEnabled:flag=true isCachingEnabled:flag=true maxCacheSpacePct:number=100"
                + " defaultCtasFormat:enum=ICEBERG|PARQUET nessieAuthType:enum=BEARER|NONE|OAUTH2"
                + " awsProfile:text secure:flag=true storageProvider:enum=AWS|AZURE|GOOGLE"
                + " oauth2ClientId:text oauth2ClientSecret:secret oauth2TokenEndpointURI:text"));
    TYPES.put(
        "S3",
        fields(
            "accessKey:text accessSecret:secret secure:flag=true externalBucketList:list"
                + " propertyList:properties allowCreateDrop:ignored rootPath:text=/"
                + " credentialType:enum="
                + credentials
                + " enableAsync:flag=true compatibilityMode:flag=false isCachingEnabled:flag=true"
                + " maxCacheSpacePct:number=100 whitelistedBuckets:list assumedRoleARN:text"
                + " kmsKeyARN:text requesterPays:flag=false enableFileStatusCheck:flag=true"
                + " awsProfile:text defaultCtasFormat:enum=ICEBERG|PARQUET"
                + " isPartitionInferenceEnabled:flag=false"));
  }

  private record Field(String kind, String rest) {
    String fallback() {
      return rest.split("\\|")[0];
    }
  }

  private ConfigRules() {}

  /** Whether the type is one of the simulated ones. */
  static boolean knows(String type) {
    return TYPES.containsKey(type);
  }

  /** The settings as the server stores them; throws a refusal that names the first wrong one. */
  static ObjectNode read(String type, JsonNode config) {
    Map<String, Field> fields = TYPES.get(type);
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      Field field = fields.get(entry.getKey());
      if (field == null) {
        throw wrong(entry.getKey());
      }
      JsonNode value = entry.getValue();
      if (!field.kind().equals("ignored") && !value.isNull()) {
        stored.set(entry.getKey(), read(entry.getKey(), field, value));
      }
    }
    fields.forEach(
        (name, field) -> {
          // 25.1 took the default of this one away.
          boolean none = type.equals("NESSIE") && name.equals("credentialType");
          none |= name.equals("storageProvider");
          if (!stored.has(name) && !field.fallback().isEmpty() && !none) {
            stored.set(name, read(name, field, text(field.fallback())));
          }
        });
    return stored;
  }

  /** The settings as the server shows them: secrets masked, unset ones left out. */
  static ObjectNode shown(String type, ObjectNode stored) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    TYPES
        .get(type)
        .forEach(
            (name, field) -> {
              JsonNode value = stored.path(name);
              boolean unset =
                  value.isMissingNode() || value.isTextual() && value.asText().isEmpty();
              if (!unset) {
                shown.set(name, field.kind().equals("secret") ? text(MASK) : value);
              }
            });
    return shown;
  }

  /** The names of the type's secrets. */
  static List<String> secrets(String type) {
    return TYPES.get(type).entrySet().stream()
        .filter(entry -> entry.getValue().kind().equals("secret"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a change of this setting makes the server drop what it knows of the source's files. */
  static boolean costsMetadata(String type, String name) {
    return type.equals("S3") && !HARMLESS.contains(name);
  }

  /** The value of one of the free properties, empty when it is not there. */
  static String property(JsonNode config, String name) {
    for (JsonNode property : config.path("propertyList")) {
      if (name.equals(property.path("name").asText())) {
        return property.path("value").asText();
      }
    }
    return "";
  }

  /** What a value that cannot be read is answered with; the path has no prefix. */
  static Reply.Refusal wrong(String path) {
    return Reply.generic(400, "Invalid value found at: " + path);
  }

  private static JsonNode read(String name, Field field, JsonNode value) {
    return switch (field.kind()) {
      case "flag" -> flag(name, value);
      case "number" -> number(name, value);
      case "enum" -> word(name, field, value);
      case "properties" -> properties(name, value);
      case "list" -> list(name, value);
      default -> scalar(name, value);
    };
  }

  private static JsonNode flag(String name, JsonNode value) {
    if (value.isBoolean() || Set.of("true", "false").contains(value.asText())) {
      return JsonNodeFactory.instance.booleanNode(value.asBoolean());
    }
    throw wrong(name);
  }

  private static JsonNode number(String name, JsonNode value) {
    if (!value.asText().matches("[0-9]+")) {
      throw wrong(name);
    }
    if (value.asInt() < 1 || value.asInt() > 100) {
      throw Reply.invalid(name, "must be between 1 and 100");
    }
    return JsonNodeFactory.instance.numberNode(value.asInt());
  }

  private static JsonNode word(String name, Field field, JsonNode value) {
    if (!List.of(field.rest().split("\\|")).contains(value.asText())) {
      throw wrong(name);
    }
    return value;
  }

  private static JsonNode properties(String name, JsonNode value) {
    ArrayNode list = list(name, value);
    for (int i = 0; i < list.size(); i++) {
      for (Map.Entry<String, JsonNode> entry : list.get(i).properties()) {
        String path = name + "[" + i + "]." + entry.getKey();
        if (!Set.of("name", "value").contains(entry.getKey()) || !entry.getValue().isTextual()) {
          throw wrong(path);
        }
      }
    }
    return list;
  }

  private static ArrayNode list(String name, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(name);
    }
    return value.deepCopy();
  }

  private static JsonNode scalar(String name, JsonNode value) {
    if (value.isContainerNode()) {
      throw wrong(name);
    }
    return text(value.asText());
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  private static Map<String, Field> fields(String table) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (String entry : table.split(" ")) {
      String[] parts = entry.split("[:=]", 3);
      fields.put(parts[0], new Field(parts[1], parts.length < 3 ? "" : parts[2]));
    }
    return fields;
  }
}
