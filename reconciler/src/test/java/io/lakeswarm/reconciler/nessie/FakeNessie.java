package io.lakeswarm.reconciler.nessie;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.store.Sha256;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The wire format of API v2 as far as the reconciler uses it. As the real server it refuses a
 * namespace without its parent, an existing key, an existing branch, an unknown head and an unknown
 * commit. Its database can be wiped, and copied and restored.
 */
public final class FakeNessie implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Contents by branch and key ("a.b"). */
  public final Map<String, Map<String, ObjectNode>> branches = new ConcurrentHashMap<>();

  public final List<String> calls = new CopyOnWriteArrayList<>();
  final List<String> writes = new CopyOnWriteArrayList<>();
  public volatile boolean broken;

  /** The server runs, its database has no repository yet. */
  volatile boolean notSetUp;

  private static final String NO_ANCESTOR =
      "2e1cfa82b035c26cbbbdae632cea070514eb8b773f616aaeaf668e2f0be8f10d";

  private final LoopbackServer http = new LoopbackServer(this::serve);
  private final Map<String, String> heads = new ConcurrentHashMap<>();
  private final Set<String> commits = ConcurrentHashMap.newKeySet();
  private int sequence;
  private volatile Instant created = Instant.parse("2026-01-01T00:00:00.123456Z");

  /** All that is in the database. */
  record Copy(
      Instant created,
      Map<String, Map<String, ObjectNode>> branches,
      Map<String, String> heads,
      Set<String> commits) {}

  /** A refusal. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  public FakeNessie() {
    reset("main", NO_ANCESTOR);
  }

  /** The database was started on an empty volume. */
  public void wipe() {
    created = created.plusSeconds(3600);
    branches.clear();
    heads.clear();
    commits.clear();
    reset("main", NO_ANCESTOR);
  }

  Copy copy() {
    Map<String, Map<String, ObjectNode>> contents = new TreeMap<>();
    branches.forEach((name, content) -> contents.put(name, new TreeMap<>(content)));
    return new Copy(created, contents, Map.copyOf(heads), Set.copyOf(commits));
  }

  /** What came after the copy is gone. */
  void restore(Copy copy) {
    wipe();
    created = copy.created();
    copy.branches().forEach((name, content) -> branches.put(name, new TreeMap<>(content)));
    heads.putAll(copy.heads());
    commits.addAll(copy.commits());
  }

  /** What a person does by ASSIGN BRANCH: the commits stay in the database. */
  void reset(String branch, String head) {
    branches.put(branch, new TreeMap<>());
    heads.put(branch, head);
  }

  public URI uri() {
    return http.uri();
  }

  /** Puts an Iceberg table. */
  void putTable(String branch, String key, String metadataLocation) {
    branches
        .get(branch)
        .put(
            key,
            JSON.createObjectNode()
                .put("type", "ICEBERG_TABLE")
                .put("id", "id-" + key)
                .put("metadataLocation", metadataLocation)
                .put("snapshotId", 1)
                .put("schemaId", 0)
                .put("specId", 0)
                .put("sortOrderId", 0));
    newCommit(branch);
  }

  void dropTable(String branch, String key) {
    branches.get(branch).remove(key);
    newCommit(branch);
  }

  @Override
  public void close() {
    http.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      calls.add(call);
      int status = 200;
      ObjectNode answer;
      try {
        if (broken) {
          throw new Refusal(503, "SERVICE_UNAVAILABLE", "no database");
        }
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        answer = answer(exchange.getRequestMethod(), exchange.getRequestURI(), body);
      } catch (Refusal e) {
        status = e.status;
        answer =
            JSON.createObjectNode()
                .put("status", e.status)
                .put("reason", "refused")
                .put("message", e.getMessage())
                .put("errorCode", e.code);
      }
      byte[] out = answer.toString().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, out.length);
      exchange.getResponseBody().write(out);
    }
  }

  private ObjectNode answer(String method, URI uri, JsonNode body) {
    String path = uri.getPath().replaceFirst("^/api/v2/", "");
    if (path.equals("config")) {
      ObjectNode config =
          JSON.createObjectNode()
              .put("defaultBranch", "main")
              .put("minSupportedApiVersion", 1)
              .put("maxSupportedApiVersion", 2)
              .put("actualApiVersion", 2)
              .put("specVersion", "2.2.0")
              .put("noAncestorHash", NO_ANCESTOR);
      return notSetUp ? config : config.put("repositoryCreationTimestamp", created.toString());
    }
    if (path.equals("trees") && method.equals("POST")) {
      return createBranch(uri.getQuery(), body);
    }
    String[] parts = path.split("/", 3);
    if (parts[1].startsWith("DETACHED@") && path.endsWith("/history")) {
      return history(parts[1].substring("DETACHED@".length()));
    }
    String branch = parts[1].replaceFirst("@.*", "");
    if (!branches.containsKey(branch)) {
      throw new Refusal(404, "REFERENCE_NOT_FOUND", "Named reference '" + branch + "' not found");
    }
    String rest = parts.length < 3 ? "" : parts[2];
    return switch (method + " " + rest) {
      case "GET " -> JSON.createObjectNode().set("reference", reference(branch));
      case "POST contents" -> contents(branch, body);
      case "GET entries" -> entries(branch);
      case "POST history/commit" -> commit(branch, parts[1].replaceFirst(".*@", ""), body);
      default -> throw new Refusal(400, "BAD_REQUEST", "not in the fake: " + method + " " + path);
    };
  }

  private ObjectNode createBranch(String query, JsonNode source) {
    String name = query.replaceFirst(".*name=([^&]*).*", "$1");
    if (branches.containsKey(name)) {
      throw new Refusal(409, "REFERENCE_ALREADY_EXISTS", name + " already exists.");
    }
    requireHead(source.required("name").asText(), source.required("hash").asText());
    reset(name, source.required("hash").asText());
    branches.get(name).putAll(branches.get(source.required("name").asText()));
    writes.add("branch " + name);
    return JSON.createObjectNode().set("reference", reference(name));
  }

  private ObjectNode contents(String branch, JsonNode body) {
    ArrayNode found = JSON.createArrayNode();
    for (JsonNode key : body.required("requestedKeys")) {
      ObjectNode content = branches.get(branch).get(dotted(key));
      if (content != null) {
        found.addObject().<ObjectNode>set("key", key).set("content", content);
      }
    }
    ObjectNode answer = JSON.createObjectNode().set("contents", found);
    return answer.set("effectiveReference", reference(branch));
  }

  private ObjectNode entries(String branch) {
    ArrayNode entries = JSON.createArrayNode();
    branches
        .get(branch)
        .forEach(
            (name, content) -> {
              ObjectNode entry = entries.addObject().put("type", content.path("type").asText());
              ArrayNode elements = entry.putObject("name").putArray("elements");
              List.of(name.split("\\.")).forEach(elements::add);
              entry.put("contentId", content.path("id").asText()).set("content", content);
            });
    ObjectNode answer = JSON.createObjectNode().put("hasMore", false);
    answer.set("entries", entries);
    return answer.set("effectiveReference", reference(branch));
  }

  private ObjectNode commit(String branch, String head, JsonNode body) {
    requireHead(branch, head);
    List<String> puts = new ArrayList<>();
    for (JsonNode operation : body.required("operations")) {
      String key = dotted(operation.required("key"));
      Map<String, ObjectNode> contents = branches.get(branch);
      if (contents.containsKey(key)) {
        throw new Refusal(409, "REFERENCE_CONFLICT", "Key '" + key + "' already exists.");
      }
      int dot = key.lastIndexOf('.');
      if (dot > 0 && !contents.containsKey(key.substring(0, dot))) {
        throw new Refusal(409, "REFERENCE_CONFLICT", "Namespace must exist.");
      }
      ObjectNode content = (ObjectNode) operation.required("content");
      contents.put(key, content.put("id", "id-" + key));
      puts.add(key);
    }
    newCommit(branch);
    writes.add("commit " + branch + " " + String.join(",", puts));
    ObjectNode answer = JSON.createObjectNode().set("targetBranch", reference(branch));
    return answer.set("addedContents", JSON.createArrayNode());
  }

  private void requireHead(String branch, String head) {
    if (!hash(branch).equals(head)) {
      throw new Refusal(409, "REFERENCE_CONFLICT", "Expected another head of " + branch);
    }
  }

  private ObjectNode reference(String branch) {
    return JSON.createObjectNode()
        .put("type", "BRANCH")
        .put("name", branch)
        .put("hash", hash(branch));
  }

  private ObjectNode history(String hash) {
    if (!commits.contains(hash) && !hash.equals(NO_ANCESTOR)) {
      throw new Refusal(404, "REFERENCE_NOT_FOUND", "Commit '" + hash + "' not found");
    }
    ArrayNode entries = JSON.createArrayNode();
    if (commits.contains(hash)) {
      ObjectNode entry = entries.addObject();
      entry.putObject("commitMeta").put("hash", hash).put("message", "said the fake");
    }
    return JSON.createObjectNode().put("hasMore", false).set("logEntries", entries);
  }

  private void newCommit(String branch) {
    String hash = Sha256.of((heads.get(branch) + sequence++).getBytes(UTF_8));
    commits.add(hash);
    heads.put(branch, hash);
  }

  private String hash(String branch) {
    return heads.get(branch);
  }

  private static String dotted(JsonNode key) {
    List<String> elements = new ArrayList<>();
    key.required("elements").forEach(element -> elements.add(element.asText()));
    return String.join(".", elements);
  }
}
