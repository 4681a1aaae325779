package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.http.BoundedHttp;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Calls the engine; each call ends within its deadline. */
final class DremioClient {
  /** The longest time of a call that starts no source. */
  static final Duration QUICK = Duration.ofSeconds(5);

  /** The longest time of a source's creation: the server itself gives up after 135 s. */
  static final Duration SLOW = Duration.ofSeconds(150);

  /** The first user's name. */
  static final String ADMIN = "admin";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final Duration slow;
  private final BoundedHttp http = new BoundedHttp(QUICK);

  DremioClient(URI server, Duration slow) {
    this.server = server;
    this.slow = slow;
  }

  /** Returns true once the server reports that it is running; its pages answer long before. */
  boolean isUp() {
    DremioAnswer answer = send(request("/apiv2/server_status").GET(), QUICK);
    return answer.status() == 200 && "OK".equals(answer.json().asText());
  }

  /** Returns true when at least one user exists; the call changes nothing. */
  boolean hasUser() {
    DremioAnswer answer = send(request("/apiv2/login").GET(), QUICK);
    if (answer.says(403, "No User Available")) {
      return false;
    }
    if (answer.status() == 401) {
      return true;
    }
    throw answer.unexpected("see whether a first user exists");
  }

  /**
   * Creates the first user; a 400 means that one exists already, or gives what is wrong with this
   * one.
   */
  DremioAnswer createFirstUser(String password) {
    ObjectNode body =
        object()
            .put("userName", ADMIN)
            .put("firstName", "Lakeswarm")
            .put("lastName", "Admin")
            .put("email", "admin@lakeswarm.invalid")
            .put("createdAt", 0)
            .put("password", password);
    return send(json(request("/apiv2/bootstrap/firstuser"), "PUT", body), QUICK);
  }

  DremioSession login(String password) {
    ObjectNode body = object().put("userName", ADMIN).put("password", password);
    DremioAnswer answer = send(json(request("/apiv2/login"), "POST", body), QUICK);
    if (answer.status() == 401) {
      throw new ServerFailure(
          Kind.WRONG_PASSWORD,
          "Cannot sign in to Dremio as admin: it does not accept the password in secret"
              + " dremio_password. Write the right one into .secrets/dremio_password and run make"
              + " swarm_deploy, or set it in Dremio.");
    }
    JsonNode told = answer.json();
    if (!answer.isObject() || !told.hasNonNull("token") || !told.hasNonNull("clusterId")) {
      throw new DremioAnswer(answer.status(), "").unexpected("sign in to Dremio");
    }
    return new DremioSession(
        told.path("token").asText(),
        told.path("clusterId").asText(),
        Instant.ofEpochMilli(told.path("expires").asLong()));
  }

  /** Returns a source as it is stored, also when it is bad. */
  DremioAnswer source(DremioSession session, String name) {
    return get(session, "/api/v3/catalog/by-path/" + name + "?exclude=children");
  }

  /** Returns a source with its contents, read through it: an error when it is bad. */
  DremioAnswer sourceContents(DremioSession session, String name) {
    return get(session, "/api/v3/catalog/by-path/" + name);
  }

  /** Reads {@code path} with the token. */
  DremioAnswer get(DremioSession session, String path) {
    return signed(session, request(path).GET(), QUICK);
  }

  /** Posts a request that ends at once. */
  DremioAnswer post(DremioSession session, String path, ObjectNode body) {
    return signed(session, json(request(path), "POST", body), QUICK);
  }

  /** Creates a source; the server starts it before it answers. */
  DremioAnswer createSource(DremioSession session, ObjectNode source) {
    return signed(session, json(request("/api/v3/catalog"), "POST", source), slow);
  }

  /** Replaces a source; the server restarts it before it answers. */
  DremioAnswer updateSource(DremioSession session, String id, ObjectNode source) {
    String path = "/api/v3/catalog/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    return signed(session, json(request(path), "PUT", source), slow);
  }

  private DremioAnswer signed(DremioSession session, HttpRequest.Builder request, Duration within) {
    DremioAnswer answer =
        send(request.header("Authorization", "_dremio" + session.token()), within);
    if (answer.status() == 401) {
      throw new ServerFailure(
          Kind.SIGNED_OUT,
          "Cannot read Dremio: it does not know the login any more. It is tried anew.");
    }
    return answer;
  }

  private DremioAnswer send(HttpRequest.Builder request, Duration within) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(), within);
      return new DremioAnswer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new ServerFailure(
          Kind.AWAY,
          "Cannot reach Dremio at "
              + server.getAuthority()
              + ": it did not answer ("
              + e.getMessage()
              + "). Look at the tasks of the service dremio.");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
  }

  private static HttpRequest.Builder json(HttpRequest.Builder to, String method, ObjectNode body) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(body);
      return to.header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
    } catch (IOException e) {
      throw new IllegalStateException("A JSON tree can be written", e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
