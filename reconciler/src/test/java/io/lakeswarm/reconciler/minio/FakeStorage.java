package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What is on the drives of {@link FakeMinio}: buckets, objects, policies and users. */
public final class FakeStorage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A user; {@code policy} is empty without a mapping. */
  record User(String secret, boolean enabled, String policy) {}

  volatile String deploymentId = UUID.randomUUID().toString();
  final Map<String, Map<String, byte[]>> buckets = new ConcurrentHashMap<>();

  /** When an object was written, by key; what is not in it was written long ago. */
  final Map<String, Instant> written = new ConcurrentHashMap<>();

  final Map<String, String> versioning = new ConcurrentHashMap<>();
  final Map<String, String> policies = new ConcurrentHashMap<>();
  final Map<String, User> users = new ConcurrentHashMap<>();

  /** The server was started on empty drives. */
  public void replaceVolume() {
    removeBuckets();
    policies.clear();
    users.clear();
    deploymentId = UUID.randomUUID().toString();
  }

  /** The bucket directories were deleted; users live on in the server. */
  void removeBuckets() {
    buckets.clear();
    versioning.clear();
  }

  String secretOf(String accessKey) {
    User user = users.get(accessKey);
    return user == null || !user.enabled() ? null : user.secret();
  }

  FakeMinio.Reply admin(
      String method, String call, SortedMap<String, String> query, byte[] body, String password) {
    String name = query.getOrDefault("name", "");
    String key = query.getOrDefault("accessKey", query.getOrDefault("userOrGroup", ""));
    User user = users.get(key);
    switch (method + " " + call) {
      case "GET info":
        return FakeMinio.Reply.ok(
            "{\"mode\":\"online\",\"deploymentID\":\"" + deploymentId + "\"}");
      case "GET info-canned-policy":
        return policies.containsKey(name)
            ? FakeMinio.Reply.ok(reversed(policies.get(name)))
            : refuse(404, "XMinioAdminNoSuchPolicy");
      case "PUT add-canned-policy":
        policies.put(name, new String(body, UTF_8));
        return FakeMinio.Reply.ok("");
      case "GET user-info":
        return user == null
            ? refuse(404, "XMinioAdminNoSuchUser")
            : FakeMinio.Reply.ok(
                "{\"status\":\"%s\",\"policyName\":\"%s\"}"
                    .formatted(user.enabled() ? "enabled" : "disabled", user.policy()));
      case "PUT add-user":
        String secret =
            json(new String(MadminCrypt.decrypt(password, body), UTF_8))
                .required("secretKey")
                .asText();
        if (key.length() < 3 || secret.length() < 8) {
          return refuse(400, "XMinioAdminInvalidSecretKey");
        }
        users.put(key, new User(secret, true, user == null ? "" : user.policy()));
        return FakeMinio.Reply.ok("");
      case "PUT set-user-or-group-policy":
        if (user == null || !"false".equals(query.get("isGroup"))) {
          return refuse(404, "XMinioAdminNoSuchUser");
        }
        if (!policies.containsKey(query.get("policyName"))) {
          return refuse(404, "XMinioAdminNoSuchPolicy");
        }
        users.put(key, new User(user.secret(), user.enabled(), query.get("policyName")));
        return FakeMinio.Reply.ok("");
      default:
        throw new IllegalStateException("no such admin call");
    }
  }

  /**
   * @param user the access key, null for root
   */
  FakeMinio.Reply s3(
      String method, String path, SortedMap<String, String> query, byte[] body, String user) {
    String[] parts = path.substring(1).split("/", 2);
    String bucket = parts[0];
    boolean ofObject = parts.length == 2;
    if (user != null && !allowed(method, parts, user)) {
      return new FakeMinio.Reply(403, "xml", "AccessDenied");
    }
    if (method.equals("PUT") && !ofObject && query.isEmpty()) {
      return buckets.putIfAbsent(bucket, new TreeMap<>()) == null
          ? FakeMinio.Reply.ok("")
          : new FakeMinio.Reply(409, "xml", "BucketAlreadyOwnedByYou");
    }
    Map<String, byte[]> objects = buckets.get(bucket);
    if (objects == null) {
      return new FakeMinio.Reply(404, "xml", "NoSuchBucket");
    }
    return ofObject
        ? object(method, objects, parts[1], body)
        : bucket(method, bucket, query, new String(body, UTF_8));
  }

  private FakeMinio.Reply bucket(
      String method, String bucket, SortedMap<String, String> query, String body) {
    if (query.containsKey("versioning")) {
      if (method.equals("PUT")) {
        versioning.put(bucket, body.replaceFirst(".*<Status>(\\w+)</Status>.*", "$1"));
      }
      String status = versioning.get(bucket);
      return FakeMinio.Reply.ok(
          "<VersioningConfiguration>%s</VersioningConfiguration>"
              .formatted(status == null ? "" : "<Status>" + status + "</Status>"));
    }
    if (method.equals("GET") && "1".equals(query.get("max-keys"))) {
      return FakeMinio.Reply.ok("<ListBucketResult></ListBucketResult>");
    }
    if (method.equals("GET") && "/".equals(query.get("delimiter"))) {
      return folders(buckets.get(bucket).keySet(), query);
    }
    if (method.equals("GET") && query.containsKey("list-type")) {
      return objects(bucket, query.getOrDefault("prefix", ""));
    }
    if (method.equals("DELETE")) {
      buckets.remove(bucket);
      return FakeMinio.Reply.ok("");
    }
    throw new IllegalStateException("no such bucket call");
  }

  private FakeMinio.Reply objects(String bucket, String prefix) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    for (String key : buckets.get(bucket).keySet()) {
      if (key.startsWith(prefix)) {
        xml.append(
            "<Contents><Key>%s</Key><LastModified>%s</LastModified></Contents>"
                .formatted(escaped(key), written.getOrDefault(key, Instant.EPOCH)));
      }
    }
    return FakeMinio.Reply.ok(xml.append("</ListBucketResult>").toString());
  }

  private static FakeMinio.Reply folders(Set<String> keys, SortedMap<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    int most = Math.min(1000, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    Set<String> found = new TreeSet<>();
    for (String key : keys) {
      int slash = key.indexOf('/', prefix.length());
      if (key.startsWith(prefix) && slash > 0) {
        found.add(key.substring(0, slash + 1));
      }
    }
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Prefix>");
    xml.append(escaped(prefix)).append("</Prefix>");
    found.stream()
        .limit(most)
        .forEach(
            name ->
                xml.append("<CommonPrefixes><Prefix>")
                    .append(escaped(name))
                    .append("</Prefix></CommonPrefixes>"));
    return FakeMinio.Reply.ok(xml.append("</ListBucketResult>").toString());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static FakeMinio.Reply object(
      String method, Map<String, byte[]> objects, String key, byte[] body) {
    switch (method) {
      case "PUT":
        objects.put(key, body);
        return FakeMinio.Reply.ok("");
      case "DELETE":
        objects.remove(key);
        return new FakeMinio.Reply(204, "", "");
      case "GET", "HEAD":
        return objects.containsKey(key)
            ? FakeMinio.Reply.ok(new String(objects.get(key), UTF_8))
            : new FakeMinio.Reply(404, "xml", "NoSuchKey");
      default:
        throw new IllegalStateException("no such object call");
    }
  }

  /** A missing bucket is AccessDenied to a user only when its policy does not name the bucket. */
  private boolean allowed(String method, String[] parts, String user) {
    String policy = policies.get(users.get(user).policy());
    if (policy == null) {
      return false;
    }
    String arn = "arn:aws:s3:::" + String.join("/", parts);
    String action =
        parts.length == 1
            ? (method.equals("PUT") ? "s3:CreateBucket" : "s3:ListBucket")
            : switch (method) {
              case "PUT" -> "s3:PutObject";
              case "DELETE" -> "s3:DeleteObject";
              default -> "s3:GetObject";
            };
    return PolicyJson.parse(policy).allows(action, arn);
  }

  private static FakeMinio.Reply refuse(int status, String code) {
    return new FakeMinio.Reply(status, "json", code);
  }

  /** Every list back to front: equal as sets, different as text. */
  private static String reversed(String policy) {
    ObjectNode document = (ObjectNode) json(policy);
    ArrayNode statements = JSON.createArrayNode();
    for (JsonNode statement : document.required("Statement")) {
      ObjectNode copy = JSON.createObjectNode();
      statement
          .fields()
          .forEachRemaining(field -> copy.set(field.getKey(), back(field.getValue())));
      statements.insert(0, copy);
    }
    return document.set("Statement", statements).toString();
  }

  private static JsonNode back(JsonNode list) {
    if (!list.isArray()) {
      return list;
    }
    ArrayNode reversed = JSON.createArrayNode();
    list.forEach(element -> reversed.insert(0, element));
    return reversed;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
