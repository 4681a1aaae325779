package io.lakeswarm.reconciler.swarm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Calls the Docker API with JSON trees, so that no field of a specification is lost on the way
 * back. Paths carry no version: a pinned one makes the engine drop fields. Every call ends by its
 * deadline. A refused call throws {@link DockerRefusal}. Everything that leaves the state of the
 * swarm unknown throws {@link ReconcileException.Unobservable}.
 */
@ApplicationScoped
public class SwarmClient {
  private final DockerTransport transport;
  private final ObjectMapper json;
  private final Duration deadline;
  private final URI url;
  private final ProbeInterval pace;
  private final Deadline calls = new Deadline();

  /** Calls by way of {@code transport}. */
  public SwarmClient(
      DockerTransport transport, ObjectMapper json, LakeswarmSettings settings, Clock clock) {
    this.pace = new ProbeInterval(clock);
    this.transport = transport;
    this.url = transport.url();
    this.json = json;
    this.deadline = settings.docker().deadline();
  }

  /** Reads one object. */
  public JsonNode get(String path) {
    return call(Request.Method.GET, path, null, this::object);
  }

  /**
   * Reads a list. Only what {@code keep} makes of each element stays in memory, so a long list
   * costs no more memory than a short one. {@code keep} must not call the engine.
   */
  public <T> List<T> list(String path, Function<JsonNode, Optional<T>> keep) {
    return call(Request.Method.GET, path, null, answer -> elements(answer, keep));
  }

  /** Reads a list that exists whatever was removed: a refusal leaves its content unknown. */
  public <T> List<T> listAll(String path, Function<JsonNode, Optional<T>> keep) {
    try {
      return list(path, keep);
    } catch (DockerRefusal e) {
      throw new ReconcileException.Unobservable(e.getMessage(), e);
    }
  }

  /**
   * Writes. An idle connection that the other side has closed fails a POST but not a GET: do a GET
   * right before it.
   */
  public JsonNode post(String path, JsonNode body) {
    return call(Request.Method.POST, path, body, this::tree);
  }

  /** Removes one object. */
  public void delete(String path) {
    call(Request.Method.DELETE, path, null, this::tree);
  }

  /** Returns the query parameter for a filter such as {@code {"label":["a=b"]}}. */
  static String filters(String filter) {
    return "filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  /** Reads an answer's body. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(InputStream answer) throws IOException;
  }

  private <T> T call(Request.Method method, String path, JsonNode body, Reading<T> reading) {
    String what = method + " " + path.replaceFirst("\\?.*", "");
    pace.awaitTurn();
    try {
      T answer = calls.within(deadline, () -> execute(method, path, body, what, reading));
      pace.healthy();
      return answer;
    } catch (TimeoutException e) {
      throw away(what, "no answer within " + deadline.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unobservable(what, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DockerRefusal refusal) {
        pace.healthy();
        throw refusal;
      }
      if (e.getCause() instanceof ReconcileException known) {
        pace.healthy();
        throw known;
      }
      throw away(what, rootOf(e).getMessage(), e.getCause());
    }
  }

  private <T> T execute(
      Request.Method method, String path, JsonNode body, String what, Reading<T> reading)
      throws IOException {
    Request.Builder request =
        transport.request(method, path).putHeader("accept", "application/json");
    if (body != null) {
      request.putHeader("content-type", "application/json").bodyBytes(json.writeValueAsBytes(body));
    }
    try (DockerHttpClient.Response response = transport.calls().execute(request.build())) {
      InputStream answer = response.getBody();
      if (response.getStatusCode() / 100 != 2) {
        throw refusal(what, response.getStatusCode(), messageOf(answer.readAllBytes()));
      }
      T result = reading.of(answer);
      answer.readAllBytes(); // To the end, else the connection cannot be used again.
      return result;
    }
  }

  private JsonNode tree(InputStream answer) throws IOException {
    byte[] bytes = answer.readAllBytes();
    return bytes.length == 0 ? json.nullNode() : json.readTree(bytes);
  }

  private JsonNode object(InputStream answer) throws IOException {
    JsonNode read = tree(answer);
    if (!read.isObject()) {
      throw new IOException("the answer is not an object");
    }
    return read;
  }

  private <T> List<T> elements(InputStream answer, Function<JsonNode, Optional<T>> keep)
      throws IOException {
    List<T> kept = new ArrayList<>();
    JsonParser parser =
        json.getFactory().createParser(answer).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    try (parser) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("the answer is not a list");
      }
      // Not "until it is no object": a list cut short there would mean "absent".
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          throw new IOException("the answer is not a list of objects");
        }
        JsonNode element = parser.readValueAsTree();
        keep.apply(element).ifPresent(kept::add);
      }
    }
    return kept;
  }

  private RuntimeException refusal(String what, int status, String message) {
    String text = "Cannot " + what + ": " + message;
    // The engine has no status code of its own for its optimistic lock.
    if (message.contains("update out of sequence")) {
      return new DockerRefusal(DockerRefusal.Reason.OUT_OF_SEQUENCE, text);
    }
    return switch (status) {
      case 404 -> new DockerRefusal(DockerRefusal.Reason.NOT_FOUND, text);
      case 409 -> new DockerRefusal(DockerRefusal.Reason.NAME_TAKEN, text);
      case 400 -> new DockerRefusal(DockerRefusal.Reason.INVALID, text);
      case 403 ->
          new ReconcileException.Stalled(
              text + ". Compare the call with the guard's line: make logs S=docker-proxy.");
      default -> unobservable(what, "HTTP " + status + " " + message, null);
    };
  }

  /** Returns the engine's own sentence, without its full stop: more text follows it. */
  private String messageOf(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8).trim();
    if (text.startsWith("{")) {
      try {
        text = json.readTree(text).path("message").asText(text);
      } catch (IOException notJson) {
        text = "an answer that is not JSON: " + text;
      }
    }
    String first = text.length() > 200 ? text.substring(0, 200) : text;
    return first.replaceFirst("\\.+$", "");
  }

  private ReconcileException away(String what, String cause, Throwable e) {
    return pace.away(trouble(what, cause), e);
  }

  private ReconcileException unobservable(String what, String cause, Throwable e) {
    return new ReconcileException.Unobservable(trouble(what, cause), e);
  }

  private String trouble(String what, String cause) {
    return "Cannot "
        + what
        + " on "
        + url
        + ": "
        + cause
        + ". Check that the proxy runs on a manager and that the managers have a leader.";
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Ends the calls that still run. */
  @PreDestroy
  public void close() {
    calls.close();
  }
}
