package io.lakeswarm.e2e.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** The HTTP API of a Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/). */
public final class Prometheus {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String url;
  private final String authorization;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** At {@code url}, behind HTTP basic authentication. */
  public Prometheus(String url, String user, String password) {
    this.url = url;
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** The series of an instant query; throws with Prometheus's words when it refuses. */
  public List<JsonNode> query(String expression) {
    return list(ask("/api/v1/query?query=" + encoded(expression)).path("result"));
  }

  /** The value of a query that has one series; 0 when it has none. */
  public double value(String expression) {
    List<JsonNode> series = query(expression);
    return series.isEmpty() ? 0 : series.get(0).path("value").path(1).asDouble();
  }

  /** How many series of a range query, up to now, have a number in at least one step. */
  public long seriesWithData(String expression, Duration range, Duration step) {
    long end = Instant.now().getEpochSecond();
    String times =
        "&start=%d&end=%d&step=%d".formatted(end - range.toSeconds(), end, step.toSeconds());
    JsonNode result = ask("/api/v1/query_range?query=" + encoded(expression) + times);
    return list(result.path("result")).stream().filter(Prometheus::hasNumber).count();
  }

  /** The values that a label has among the series of a selector, sorted. */
  public List<String> labelValues(String selector, String label) {
    String match = selector.isEmpty() ? "" : "?match[]=" + encoded(selector);
    return list(ask("/api/v1/label/" + label + "/values" + match)).stream()
        .map(JsonNode::asText)
        .toList();
  }

  /** {@code data} of any GET. */
  public JsonNode ask(String path) {
    URI address = URI.create(url + path.replace("[]", "%5B%5D"));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Authorization", authorization)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "Prometheus answered " + answer.statusCode() + " to " + path + ": " + answer.body());
      }
      return JSON.readTree(answer.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ask Prometheus at " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Prometheus", e);
    }
  }

  private static boolean hasNumber(JsonNode series) {
    return list(series.path("values")).stream()
        .anyMatch(sample -> Double.isFinite(number(sample.path(1).asText())));
  }

  private static double number(String text) {
    return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
