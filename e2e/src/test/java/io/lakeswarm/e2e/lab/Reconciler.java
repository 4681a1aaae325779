package io.lakeswarm.e2e.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reconciler's REST API through the gateway of node 1. */
public final class Reconciler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Platform platform;

  Reconciler(Platform platform) {
    this.platform = platform;
  }

  /** A request as the operator. */
  public RequestSpecification asOperator() {
    return with(platform.secret("reconciler_token"));
  }

  /** A request of somebody who may only read. */
  public RequestSpecification asViewer() {
    return with(platform.secret("reconciler_viewer_token"));
  }

  /** A request with this bearer token. */
  public RequestSpecification with(String token) {
    return anonymous().auth().preemptive().oauth2(token);
  }

  /** A request without a token. */
  public RequestSpecification anonymous() {
    return http().baseUri(platform.url(Node.FIRST, 8088));
  }

  /**
   * A request of the tests: bounded, YAML as text. REST Assured keeps a connection open for each
   * request, and the gateway refuses a source's hundredth; so each is closed with its answer.
   */
  public static RequestSpecification http() {
    return given().config(config()).header("Connection", "close");
  }

  private static RestAssuredConfig config() {
    return RestAssuredConfig.config()
        .encoderConfig(
            EncoderConfig.encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT))
        .httpClient(
            HttpClientConfig.httpClientConfig()
                .setParam("http.connection.timeout", TIMEOUT_MILLIS)
                .setParam("http.socket.timeout", TIMEOUT_MILLIS));
  }

  /** The answer to a GET as the operator; throws unless it is 200. */
  public JsonNode read(String path) {
    Response answer = asOperator().get("/api/v1/" + path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "GET " + path + " answered " + answer.statusCode() + ": " + answer.asString());
    }
    return json(answer.asString());
  }

  /** {@code GET /status}. */
  public JsonNode status() {
    return read("status");
  }

  /** {@code GET /spark/workers}. */
  public JsonNode workers() {
    return read("spark/workers");
  }

  /** One condition of the status; a missing one is an empty object. */
  public JsonNode condition(String type) {
    for (JsonNode condition : status().path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return JSON.createObjectNode();
  }

  /** {@code PUT /spark/workers}: the answer, whatever it is. */
  public Response put(String body) {
    return asOperator().contentType("application/json").body(body).put("/api/v1/spark/workers");
  }

  /** Asks for this many workers; the id of the operation. */
  public String scale(int replicas, String reason) {
    Response answer =
        put(JSON.createObjectNode().put("replicas", replicas).put("reason", reason).toString());
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
    return json(answer.asString()).path("operation").asText();
  }

  /** The number of the current revision as the ETag tells it. */
  public String etag() {
    return asOperator().get("/api/v1/desired-state").getHeader("ETag");
  }

  /** The desired state as a tree of its own. */
  public ObjectNode desired() {
    return (ObjectNode)
        json(asOperator().accept("application/json").get("/api/v1/desired-state").asString());
  }

  /** Makes this the desired state. */
  public void replace(ObjectNode document) {
    Response answer =
        asOperator()
            .header("If-Match", etag())
            .contentType("application/json")
            .body(document.toString())
            .put("/api/v1/desired-state");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  /** Declares what happens when a service ({@code default}: all others) is changed by hand. */
  public void declareDrift(String service, String drift) {
    ObjectNode document = desired();
    document.withObject("/services").withObject("/" + service).put("drift", drift);
    replace(document);
  }

  /** Everything {@code /q/metrics} says. */
  public String metrics() {
    return anonymous().get("/q/metrics").asString();
  }

  /** The sum of a metric's samples that have these labels; throws when there is no sample. */
  public double metric(String name, Map<String, String> labels) {
    List<Double> values = new ArrayList<>();
    for (String line : metrics().split("\n")) {
      boolean named = line.startsWith(name + "{") || line.startsWith(name + " ");
      if (named
          && labels.entrySet().stream()
              .allMatch(l -> line.contains(l.getKey() + "=\"" + l.getValue() + "\""))) {
        values.add(Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    assertThat(values).as("samples of " + name + labels).isNotEmpty();
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  void requireReady() {
    JsonNode status = status();
    assertThat(status.path("ready").asBoolean()).as(status.toPrettyString()).isTrue();
  }

  void requireWorkers(int count, Swarm swarm) {
    JsonNode seen = workers();
    assertThat(
            List.of(number(seen, "desired"), number(seen, "running"), number(seen, "registered")))
        .as("desired, running, registered in " + seen)
        .containsOnly(count);
    assertThat(swarm.replicas("spark_spark-worker")).as("replicas").isEqualTo(count);
  }

  /** What the last pass said, and stored, agrees with what is there. */
  void requireConverged() {
    JsonNode spark = condition("SparkWorkers");
    assertThat(spark.path("reason").asText()).as(spark.toString()).isEqualTo("Converged");
    assertThat("\"" + spark.path("observedRevision").asInt() + "\"").isEqualTo(etag());
  }

  private static int number(JsonNode from, String field) {
    return from.path(field).asInt(-1);
  }

  /** The text as a tree. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Not JSON: " + text, e);
    }
  }
}
