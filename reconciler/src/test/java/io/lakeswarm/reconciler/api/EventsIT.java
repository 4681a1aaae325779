package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.putWorkers;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.lakeswarm.reconciler.testing.EventReader;
import io.lakeswarm.reconciler.testing.EventReader.Event;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class EventsIT {
  private static final String EVENTS = "/api/v1/events";

  @TestHTTPResource(EVENTS)
  URI address;

  private final FakeSwarm swarm = FakeCluster.swarm();

  @BeforeEach
  void twoWorkers() {
    awaitReady();
    swarm.behave(FakeSwarm.Mode.WELL);
    reach(2);
  }

  @Test
  void aScaleIsTold() {
    try (EventReader reader = follow(FakeCluster.VIEWER, Map.of())) {
      reach(3);
      reach(2);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(reader.events())
                      .anyMatch(e -> e.type().equals("step") && e.data().contains("\"2 -> 3\""))
                      .anyMatch(e -> e.type().equals("step") && e.data().contains("\"3 -> 2\"")));
      assertThat(reader.events()).extracting(Event::id).isSorted().doesNotHaveDuplicates();
      assertThat(reader.events()).extracting(Event::type).contains("step", "pass");
      assertThat(reader.events()).extracting(Event::type).isSubsetOf("step", "condition", "pass");
      Event step =
          reader.events().stream().filter(e -> e.data().contains("\"2 -> 3\"")).findFirst().get();
      JsonPath data = JsonPath.from(step.data());
      assertThat(data.getString("action")).isEqualTo("scale");
      assertThat(data.getString("cause")).isEqualTo("replicas below desired");
      assertThat(data.getString("version")).isNotEmpty();
      assertThat(data.getString("outcome")).isEqualTo("applied");
      assertThat(data.getString("controller")).isEqualTo("spark-workers");
      Event pass =
          reader.events().stream().filter(e -> e.id() == data.getLong("pass")).findFirst().get();
      assertThat(pass.type()).isEqualTo("pass");
      JsonPath whole = JsonPath.from(pass.data());
      assertThat(whole.getList("steps.target")).contains("service:spark-worker");
      assertThat(whole.getString("trigger")).isIn("api", "event", "resync", "requeue");
      assertThat(whole.getLong("durationMillis")).isBetween(0L, 15_000L);
    }
  }

  @Test
  void conditionsThatChangeAreTold() {
    try (EventReader reader = follow(FakeCluster.OPERATOR, Map.of())) {
      swarm.node("n3", false);
      swarm.node("n3", true);
      swarm.node("n3", false);
      await().atMost(SOON).until(() -> told(reader, "\"to\":\"False\"", "NodesAvailable"));
      swarm.node("n3", true);
      await().atMost(SOON).until(() -> told(reader, "\"to\":\"True\"", "NodesAvailable"));
    }
  }

  private static boolean told(EventReader reader, String change, String type) {
    return reader.events().stream()
        .filter(event -> event.type().equals("condition"))
        .anyMatch(event -> event.data().contains(change) && event.data().contains(type));
  }

  @Test
  void whatWasMissedIsReplayedFromTheLastId() {
    reach(3);
    List<Event> known = known("lastEventId=0");
    assertThat(known).isNotEmpty();
    assertThat(known).extracting(Event::id).isSorted().doesNotHaveDuplicates();
    long middle = known.get(known.size() / 2).id();
    List<Event> later = known.stream().filter(event -> event.id() > middle).toList();

    try (EventReader reader = follow(FakeCluster.VIEWER, Map.of("Last-Event-ID", "" + middle))) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(reader.events())
                      .extracting(Event::id)
                      .containsAll(later.stream().map(Event::id).toList()));
      assertThat(reader.events().get(0).id()).isEqualTo(later.get(0).id());
    }
    assertThat(known("lastEventId=" + middle)).extracting(Event::id).doesNotContain(middle);
    assertThat(known("x=1")).hasSizeGreaterThanOrEqualTo(known.size());
  }

  @Test
  void predictedRestartsAreThoseThatCame() {
    reach(4);
    double unpredicted = metric("lakeswarm_restarts_total{predicted=\"false\"");
    double predicted = metric("lakeswarm_restarts_total{predicted=\"true\"");
    reach(2);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              swarm.advance();
              List<JsonPath> drains = steps("drain");
              assertThat(drains).hasSizeGreaterThanOrEqualTo(2);
              for (JsonPath drain : drains) {
                assertThat(drain.getList("observedRestarts"))
                    .isEqualTo(drain.getList("predictedRestarts"));
              }
              for (JsonPath scale : steps("scale")) {
                assertThat(scale.getList("predictedRestarts"))
                    .containsAll(scale.getList("observedRestarts"));
              }
            });
    assertThat(metric("lakeswarm_restarts_total{predicted=\"true\"")).isEqualTo(predicted + 2);
    assertThat(metric("lakeswarm_restarts_total{predicted=\"false\"")).isEqualTo(unpredicted);
  }

  @Test
  void aRestartNobodyPredictedIsCounted() {
    putWorkers("{\"replicas\":3}").statusCode(202);
    await().atMost(SOON).until(() -> swarm.replicas() == 3);
    // The pass that wrote this had counted what earlier tests ended.
    double unpredicted = metric("lakeswarm_restarts_total{predicted=\"false\"");
    swarm.failOneWorker();
    await()
        .atMost(SOON)
        .until(() -> metric("lakeswarm_restarts_total{predicted=\"false\"") == unpredicted + 1);
  }

  @Test
  void aCommentKeepsTheStreamAliveAndARotatedTokenEndsIt() throws IOException {
    Path secret =
        Path.of(ConfigProvider.getConfig().getValue("lakeswarm.secrets.dir", String.class))
            .resolve("reconciler_viewer_token");
    try (EventReader reader = follow(FakeCluster.VIEWER, Map.of());
        EventReader other = follow(FakeCluster.OPERATOR, Map.of())) {
      await().atMost(SOON).until(() -> reader.comments().contains("alive"));
      Files.writeString(secret, "another-token\n");
      await().atMost(SOON).until(reader::isEnded);
      assertThat(other.isEnded()).isFalse();
    } finally {
      Files.writeString(secret, FakeCluster.VIEWER + "\n");
    }
  }

  @Test
  void viewersCannotShutTheOperatorOut() {
    List<EventReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        readers.add(follow(FakeCluster.VIEWER, Map.of()));
        assertThat(readers.get(i).status()).isEqualTo(200);
      }
      problem(viewer().get(EVENTS).then(), 503)
          .body("detail", containsString("The viewer has 10 event streams"));
      assertThat(known("lastEventId=0")).isNotEmpty();
      for (int i = 0; i < 10; i++) {
        readers.add(follow(FakeCluster.OPERATOR, Map.of()));
        assertThat(readers.get(10 + i).status()).isEqualTo(200);
      }
      problem(operator().get(EVENTS).then(), 503).body("detail", containsString("operator"));
    } finally {
      readers.forEach(EventReader::close);
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              try (EventReader next = follow(FakeCluster.VIEWER, Map.of())) {
                assertThat(next.status()).isEqualTo(200);
              }
            });
  }

  @Test
  void strangersAndNonsenseAreRefused() {
    problem(given().get(EVENTS).then(), 401);
    problem(given().header("Authorization", "Bearer x").get(EVENTS + "?follow=false").then(), 401);
    problem(operator().header("Last-Event-ID", "abc").get(EVENTS).then(), 400);
    problem(operator().get(EVENTS + "?lastEventId=-1").then(), 400);
    problem(operator().get(EVENTS + "?follow=maybe").then(), 400);
  }

  private EventReader follow(String token, Map<String, String> headers) {
    return new EventReader(address, token, headers);
  }

  private List<Event> known(String query) {
    URI all = URI.create(address + "?follow=false&" + query);
    try (EventReader reader = new EventReader(all, FakeCluster.VIEWER, Map.of())) {
      await().atMost(SOON).until(reader::isEnded);
      return reader.events();
    }
  }

  /** Steps of the newest ten passes. */
  private List<JsonPath> steps(String action) {
    List<Event> passes =
        known("lastEventId=0").stream().filter(event -> event.type().equals("pass")).toList();
    return passes.subList(Math.max(0, passes.size() - 10), passes.size()).stream()
        .flatMap(
            pass ->
                IntStream.range(0, JsonPath.from(pass.data()).getList("steps").size())
                    .mapToObj(i -> JsonPath.from(pass.data()).setRootPath("steps[" + i + "]")))
        .filter(step -> action.equals(step.getString("action")))
        .toList();
  }

  private void reach(int workers) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> putWorkers("{\"replicas\":" + workers + "}").statusCode(202));
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              swarm.advance();
              assertThat(swarm.replicas()).isEqualTo(workers);
              assertThat(swarm.configNames("drain")).isEmpty();
              Object registered = operator().get("/api/v1/spark/workers").path("registered");
              assertThat(registered).isEqualTo(workers);
            });
  }

  private static double metric(String start) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }
}
