package io.lakeswarm.reconciler.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.http.BoundedHttp;
import io.lakeswarm.reconciler.observed.ObservedMonitoring;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs two instant queries (https://prometheus.io/docs/prometheus/latest/querying/api/). */
final class PrometheusClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Needs at least six scrapes, so that a target that has just appeared is not reported as down.
   */
  private static final String DOWN =
      "max_over_time(up[3m]) == 0 and count_over_time(up[3m]) >= 6 and up == 0";

  private static final String ODD = "the answer is not a query's result";

  private final URI server;
  private final BoundedHttp http;

  /** Ends each call by {@code deadline}. */
  PrometheusClient(URI server, Duration deadline) {
    this.server = server;
    this.http = new BoundedHttp(deadline);
  }

  /**
   * Returns what it scrapes; throws an {@link IOException} with the cause when it does not answer
   * so.
   */
  ObservedMonitoring look() throws IOException {
    JsonNode count = query("count(up)");
    int targets = count.isEmpty() ? 0 : count.get(0).path("value").path(1).asInt();
    List<ObservedMonitoring.Target> down = new ArrayList<>();
    for (JsonNode series : query(DOWN)) {
      JsonNode labels = series.path("metric");
      down.add(
          new ObservedMonitoring.Target(
              labels.path("job").asText(), labels.path("instance").asText()));
    }
    return new ObservedMonitoring(true, targets, down);
  }

  private JsonNode query(String expression) throws IOException {
    String query = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(server.resolve(query)).GET().build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    JsonNode result;
    try {
      result = JSON.readTree(answer.body()).at("/data/result");
    } catch (JsonProcessingException e) {
      throw new IOException(ODD, e);
    }
    if (!result.isArray()) {
      throw new IOException(ODD);
    }
    return result;
  }
}
