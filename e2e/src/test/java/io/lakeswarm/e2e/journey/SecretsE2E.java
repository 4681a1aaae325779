package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.AirflowAnswers;
import io.lakeswarm.e2e.lab.Containers;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Reconciler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@OnLab
@Order(9)
class SecretsE2E {
  private final Platform platform;

  SecretsE2E(Platform platform) {
    this.platform = platform;
  }

  @Test
  void neitherInSpecsNorInLogsNorByTheApi() {
    Containers containers = new Containers(platform.lab(), platform.swarm());
    Map<String, String> told = new LinkedHashMap<>();
    for (String service : platform.swarm().services()) {
      told.put("spec of " + service, platform.swarm().service(service).toString());
      told.put("log of " + service, containers.logs(service));
    }
    for (String config : docker("config", "ls", "--format", "{{.Name}}").lines().toList()) {
      String data =
          Reconciler.json(docker("config", "inspect", config)).at("/0/Spec/Data").asText();
      told.put(
          "config " + config, new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    }
    for (String path : List.of("status", "plan", "spark/workers", "revisions")) {
      told.put("GET " + path, platform.reconciler().read(path).toString());
    }
    told.put(
        "GET events",
        platform.reconciler().asOperator().get("/api/v1/events?follow=false").asString());
    told.put(
        "GET desired-state",
        platform.reconciler().asOperator().get("/api/v1/desired-state").asString());
    told.put("metrics", platform.reconciler().metrics());
    Map<String, String> airflow = new AirflowAnswers(new Airflow(platform)).all();
    assertThat(airflow.keySet())
        .as("a job's log to look into")
        .anyMatch(it -> it.endsWith("log 1"));
    airflow.forEach((where, text) -> told.put("Airflow: " + where, text));

    assertThat(told.get("log of reconciler_reconciler")).as("a log to look into").isNotBlank();
    told.forEach(
        (where, text) ->
            secretValues()
                .forEach(
                    (name, value) ->
                        assertThat(text.contains(value)).as(name + " in " + where).isFalse()));
  }

  /** A file of several lines has its value behind the equals sign of each. */
  private Map<String, String> secretValues() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : platform.secretNames()) {
      platform
          .secret(name)
          .lines()
          .map(line -> line.replaceFirst("^.* = ", "").strip())
          .filter(value -> value.length() >= 16)
          .forEach(value -> values.put(name + "/" + values.size(), value));
    }
    assertThat(values).hasSizeGreaterThanOrEqualTo(platform.secretNames().size());
    return values;
  }

  private String docker(String... arguments) {
    return platform.lab().docker(Node.FIRST, arguments).orThrow().all();
  }
}
