package io.lakeswarm.reconciler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenAPI document as the service serves it. As a filter it holds every answer against it:
 * status, media type, headers and schema; an answer that is not declared fails the test.
 */
public final class Contract implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  /** What an address or a method that is not in the document may answer. */
  private static final Set<Integer> OUTSIDE = Set.of(401, 403, 404, 405, 429);

  private static volatile Contract served;

  private final JsonNode document;

  private Contract(JsonNode document) {
    this.document = document;
  }

  /** One method of one path, with everything that is declared for it. */
  public record Operation(String method, String path, JsonNode declared) {
    /** The path with the examples of its parameters in place. */
    public String example() {
      String filled = path;
      for (JsonNode parameter : declared.path("parameters")) {
        if (parameter.path("in").asText().equals("path")) {
          String name = "{" + parameter.path("name").asText() + "}";
          filled = filled.replace(name, parameter.path("example").asText());
        }
      }
      return filled;
    }

    public boolean writes() {
      return !method.equals("GET");
    }

    public boolean needsToken() {
      return !declared.path("security").isArray();
    }

    public boolean streams() {
      return declared.at("/responses/200/content").has("text/event-stream");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** The document of the running service. */
  public static Contract served() {
    Contract known = served;
    if (known == null) {
      known = new Contract(parsed(RestAssured.get("/q/openapi?format=json").asString()));
      served = known;
    }
    return known;
  }

  /** Every operation. */
  public List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        assertThat(METHODS).contains(method.getKey());
        String verb = method.getKey().toUpperCase(Locale.ROOT);
        all.add(new Operation(verb, path.getKey(), method.getValue()));
      }
    }
    return all;
  }

  /** What a reference points to; anything else is itself. */
  public JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = document.at(node.path("$ref").asText().substring(1));
    assertThat(target.isMissingNode()).as("dangling %s", node).isFalse();
    return target;
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification response,
      FilterContext context) {
    Response answer = context.next(request, response);
    check(request.getMethod(), URI.create(request.getURI()).getPath(), answer);
    return answer;
  }

  /** Fails unless the answer is one that is declared. */
  public void check(String method, String path, Response answer) {
    Optional<Operation> operation =
        operations().stream()
            .filter(o -> o.method().equals(method) && path.matches(pattern(o.path())))
            .findFirst();
    String call = method + " " + path + " -> " + answer.statusCode();
    if (operation.isEmpty()) {
      assertThat(OUTSIDE).as(call + " is not declared").contains(answer.statusCode());
      ObjectNode problem = JSON.createObjectNode().put("$ref", "#/components/schemas/Problem");
      requireSchema(problem, answer, call);
      return;
    }
    JsonNode declared =
        resolved(
            operation.get().declared().path("responses").path(String.valueOf(answer.statusCode())));
    assertThat(declared.isMissingNode()).as(call + " is not declared").isFalse();
    for (Map.Entry<String, JsonNode> header : declared.path("headers").properties()) {
      requireHeader(header.getKey(), resolved(header.getValue()), answer, call);
    }
    String type = answer.contentType().replaceFirst(";.*", "");
    JsonNode content = declared.path("content").path(type);
    assertThat(content.isMissingNode()).as(call + " as " + type + " is not declared").isFalse();
    if (type.endsWith("json")) {
      requireSchema(content.path("schema"), answer, call);
    }
  }

  private void requireHeader(String name, JsonNode declared, Response answer, String call) {
    String value = answer.getHeader(name);
    if (value != null || declared.path("required").asBoolean()) {
      assertThat(value).as(call + ": " + name).isNotNull();
      assertThat(value).as(call).containsPattern(declared.path("schema").path("pattern").asText());
    }
  }

  private void requireSchema(JsonNode schema, Response answer, String call) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("allOf").add(schema);
    root.set("components", document.path("components"));
    Set<ValidationMessage> flaws = SCHEMAS.getSchema(root).validate(parsed(answer.asString()));
    assertThat(flaws).as(call + " " + answer.asString()).isEmpty();
  }

  private static String pattern(String path) {
    return path.replaceAll("\\{[^}]+}", "[^/]+");
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Not JSON: " + text, e);
    }
  }
}
