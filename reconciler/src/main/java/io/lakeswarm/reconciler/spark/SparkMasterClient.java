package io.lakeswarm.reconciler.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.config.SecretSource;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.http.BoundedHttp;
import io.lakeswarm.reconciler.observed.MasterView;
import io.lakeswarm.reconciler.observed.SparkWorker;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the Spark master's page as JSON and calls its decommission endpoint; every call ends by its
 * deadline.
 */
@ApplicationScoped
public class SparkMasterClient {
  /** Its secret is on the master too: that shows its pages to everybody and obeys only this. */
  private static final String TOKEN = "spark_pages_token";

  private final ObjectMapper json;
  private final URI master;
  private final BoundedHttp http;
  private final ProbeInterval pace;
  private final SecretSource secrets;

  /** Connects to the configured master. */
  public SparkMasterClient(
      ObjectMapper json, LakeswarmSettings settings, SecretFiles secrets, Clock clock) {
    this.secrets = secrets::read;
    this.pace = new ProbeInterval(clock);
    this.json = json;
    this.master = settings.spark().masterUrl();
    this.http = new BoundedHttp(settings.spark().deadline());
  }

  /**
   * Returns the workers that are not dead; for a master that cannot be read, a view with the cause.
   */
  public MasterView read() {
    try {
      pace.awaitTurn();
    } catch (ReconcileException stillAway) {
      return MasterView.unreadable(stillAway.getMessage());
    }
    try {
      HttpResponse<String> response =
          send(HttpRequest.newBuilder(master.resolve("/json/")).GET().build());
      pace.healthy();
      String type = response.headers().firstValue("content-type").orElse("");
      // Every unknown path of the master answers 200 with a page, so only the type differs.
      if (response.statusCode() != 200 || !type.contains("json")) {
        return unreadable("HTTP " + response.statusCode() + " " + type);
      }
      JsonNode document = json.readTree(response.body());
      String status = document.path("status").asText();
      if (!document.path("workers").isArray()) {
        return unreadable("the answer has no list of workers");
      }
      return "ALIVE".equals(status)
          ? MasterView.of(workers(document.path("workers")))
          : unreadable("it is " + status);
    } catch (JsonProcessingException e) {
      return MasterView.unreadable(pace.away(trouble("the answer is not JSON"), e).getMessage());
    } catch (IOException e) {
      return MasterView.unreadable(pace.away(trouble(e.getMessage()), e).getMessage());
    }
  }

  /** The master's answer to a decommission. */
  public enum Answer {
    ACCEPTED,
    /** No worker of that address is registered. */
    NO_MATCH,
    /** The master is not configured to take decommissions. */
    NOT_ALLOWED,
    /** The master does not know this reconciler's login. */
    REFUSED
  }

  /** Requests the decommission of the worker at {@code address}; a repeated request is harmless. */
  public Answer decommission(String address) throws IOException {
    // With the slash: without it the master redirects, and the redirect turns POST into GET.
    String query = "?host=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(master.resolve("/workers/kill/" + query))
                .header("Authorization", "Bearer " + secrets.required(TOKEN))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    return switch (response.statusCode()) {
      case 200 -> Answer.ACCEPTED;
      case 404 -> Answer.NO_MATCH;
      case 405 -> Answer.NOT_ALLOWED;
      case 403 -> Answer.REFUSED;
      default -> throw new IOException("HTTP " + response.statusCode());
    };
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<SparkWorker> workers(JsonNode list) {
    List<SparkWorker> workers = new ArrayList<>();
    for (JsonNode worker : list) {
      String state = worker.path("state").asText();
      // DEAD ones stay listed for a quarter of an hour with their last numbers.
      if ("ALIVE".equals(state) || "DECOMMISSIONED".equals(state)) {
        workers.add(
            new SparkWorker(
                worker.path("id").asText(),
                worker.path("host").asText(),
                SparkWorker.State.valueOf(state),
                worker.path("cores").asInt(),
                worker.path("coresused").asInt()));
      }
    }
    workers.sort(Comparator.comparing(SparkWorker::id));
    return workers;
  }

  private MasterView unreadable(String cause) {
    return MasterView.unreadable(trouble(cause));
  }

  private String trouble(String cause) {
    return "Cannot read the Spark master at "
        + master
        + ": "
        + cause
        + ". Check the service spark-master.";
  }
}
