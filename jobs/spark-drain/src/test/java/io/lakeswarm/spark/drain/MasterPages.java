package io.lakeswarm.spark.drain;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;

/** The web UI of a {@link LocalCluster}'s master. */
final class MasterPages {
  private final String base;
  private final String token;

  MasterPages(int port, String token) {
    this.base = "http://127.0.0.1:" + port;
    this.token = token;
  }

  String status() {
    return page().path("status").asText();
  }

  /** Worker states by host, as the master says. */
  Map<String, String> states() {
    Map<String, String> states = new LinkedHashMap<>();
    for (JsonNode worker : page().path("workers")) {
      states.put(worker.path("host").asText(), worker.path("state").asText());
    }
    return states;
  }

  /** Asks the master to decommission, as the reconciler does. */
  void decommission(String host) throws IOException {
    int status = ask("POST", "/workers/kill/?host=" + host, "Bearer " + token);
    if (status != HttpURLConnection.HTTP_OK) {
      throw new IOException("decommission answered " + status);
    }
  }

  /** Sends a request and returns the answer's status. */
  int ask(String method, String path, String authorization) throws IOException {
    // No URI: that refuses encodings which the server may know.
    HttpURLConnection connection = (HttpURLConnection) new URL(base + path).openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", authorization);
    return connection.getResponseCode();
  }

  /**
   * Asks until the master answers: the deadline of one read is a worker's, a busy host misses it.
   */
  private JsonNode page() {
    StatusPage.Source page = StatusPage.at(URI.create(base + "/json/"));
    return await()
        .atMost(LocalCluster.SOON)
        .ignoreExceptions()
        .until(page::read, JsonNode::isObject);
  }
}
