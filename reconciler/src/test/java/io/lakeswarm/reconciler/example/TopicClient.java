package io.lakeswarm.reconciler.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.probe.ServerFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls the broker; each call has a deadline, and each failure says what it means. */
final class TopicClient implements TopicAction.Handler<InterruptedException> {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI server;

  TopicClient(URI server) {
    this.server = server;
  }

  /** Returns the broker's id and its topics. */
  JsonNode state() throws InterruptedException {
    String body = send(HttpRequest.newBuilder(server.resolve("/state")).GET());
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw failure(ServerFailure.Kind.UNEXPECTED, "answered what is not JSON");
    }
  }

  @Override
  public void createTopic(TopicAction.CreateTopic action) throws InterruptedException {
    URI topic = server.resolve("/topics/" + action.name());
    send(HttpRequest.newBuilder(topic).PUT(HttpRequest.BodyPublishers.noBody()));
  }

  private String send(HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw failure(ServerFailure.Kind.AWAY, "did not answer");
    }
    if (answer.statusCode() / 100 != 2) {
      throw failure(ServerFailure.Kind.UNEXPECTED, "answered " + answer.statusCode());
    }
    return answer.body();
  }

  private ServerFailure failure(ServerFailure.Kind kind, String what) {
    return new ServerFailure(
        kind,
        "Cannot use the broker: "
            + server.getAuthority()
            + " "
            + what
            + ". Look at the tasks of the service broker.");
  }
}
