package io.lakeswarm.reconciler.airflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.observed.ObservedAirflow;
import io.lakeswarm.reconciler.observed.ObservedAirflow.BrokenDag;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads health and import errors, in two calls. */
final class AirflowObserver {
  private static final int TOLD = 200;

  private final AirflowClient client;
  private final AirflowLogin login;

  AirflowObserver(AirflowClient client, AirflowLogin login) {
    this.client = client;
    this.login = login;
  }

  ObservedAirflow observe() {
    SortedMap<String, String> health = new TreeMap<>();
    client
        .health()
        .properties()
        .forEach(part -> health.put(part.getKey(), part.getValue().path("status").asText("")));
    // Without its database it can report nothing else.
    boolean readable = "healthy".equals(health.get("metadatabase"));
    return new ObservedAirflow(true, health, readable ? broken(errors()) : List.of());
  }

  private JsonNode errors() {
    try {
      return client.importErrors(login.token());
    } catch (ServerFailure e) {
      if (e.kind() != Kind.SIGNED_OUT) {
        throw e;
      }
      login.drop();
      return client.importErrors(login.token());
    }
  }

  private static List<BrokenDag> broken(JsonNode answer) {
    List<BrokenDag> broken = new ArrayList<>();
    for (JsonNode error : answer.path("import_errors")) {
      broken.add(
          new BrokenDag(
              error.path("filename").asText(), lastLine(error.path("stack_trace").asText())));
    }
    broken.sort(Comparator.comparing(BrokenDag::file));
    return broken;
  }

  private static String lastLine(String trace) {
    String text = trace.strip();
    String line = text.substring(text.lastIndexOf('\n') + 1).strip().replaceFirst("[.]$", "");
    return line.length() > TOLD ? line.substring(0, TOLD) + "…" : line;
  }
}
