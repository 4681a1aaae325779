package io.lakeswarm.reconciler.airflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.http.BoundedHttp;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Makes the three calls to Airflow's REST API v2 that a pass needs; each ends by its deadline. */
final class AirflowClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The characters a header may hold; for any other text the JDK's exception would repeat the
   * token.
   */
  private static final String TOKEN = "[\\x21-\\x7e]+";

  private static final int MOST_ERRORS = 50;

  private final URI server;
  private final BoundedHttp http;

  AirflowClient(URI server, Duration deadline) {
    this.server = server;
    this.http = new BoundedHttp(deadline);
  }

  /** Returns the health of its parts; needs no login, and is 200 also when a part is down. */
  JsonNode health() {
    return object(send(request("/api/v2/monitor/health").GET()), "read its health");
  }

  /** Returns the DAG files that cannot be imported. */
  JsonNode importErrors(String token) {
    HttpResponse<String> answer =
        send(
            request("/api/v2/importErrors?limit=" + MOST_ERRORS)
                .header("Authorization", "Bearer " + token)
                .GET());
    JsonNode errors = object(answer, "read its import errors");
    if (!errors.path("import_errors").isArray()) {
      throw unexpected(answer, "read its import errors"); // Else it would mean "none".
    }
    return errors;
  }

  /** Signs in and returns the token, valid for a day unless the server's key changes. */
  String login(String user, String password) {
    String body =
        JSON.createObjectNode().put("username", user).put("password", password).toString();
    HttpResponse<String> answer =
        send(
            request("/auth/token")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() == 401) {
      throw new ServerFailure(
          Kind.WRONG_PASSWORD,
          "Cannot sign in to Airflow: the password of the user "
              + user
              + " is not the one in the secret airflow_password. Let airflow-init set it: make"
              + " swarm_deploy after docker service update --force orchestration_airflow-init.");
    }
    JsonNode token = object(answer, "sign in").path("access_token");
    if (!token.asText("").matches(TOKEN)) {
      throw unexpected(answer, "sign in");
    }
    return token.asText();
  }

  private JsonNode object(HttpResponse<String> answer, String what) {
    if (answer.statusCode() == 401) {
      throw new ServerFailure(
          Kind.SIGNED_OUT, "Cannot " + what + ": Airflow no longer takes the token.");
    }
    try {
      JsonNode parsed = JSON.readTree(answer.body());
      if (answer.statusCode() / 100 == 2 && parsed != null && parsed.isObject()) {
        return parsed;
      }
    } catch (JsonProcessingException e) {
      throw unexpected(answer, what);
    }
    throw unexpected(answer, what);
  }

  private static ServerFailure unexpected(HttpResponse<String> answer, String what) {
    return new ServerFailure(
        Kind.UNEXPECTED,
        "Cannot look at Airflow ("
            + what
            + "): it answered "
            + answer.statusCode()
            + ". Look at the log of the service airflow-api-server.");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ServerFailure(
          Kind.AWAY,
          "Airflow at "
              + server.getAuthority()
              + " does not answer ("
              + e.getMessage()
              + "). Look at the tasks of the service airflow-api-server.");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
  }
}
