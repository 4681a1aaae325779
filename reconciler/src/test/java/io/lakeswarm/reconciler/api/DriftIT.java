package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.DESIRED;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.KitSpecs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class DriftIT {
  private static final Consumer<ObjectNode> IMAGE =
      spec -> ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec")).put("Image", "x:2");
  private static final Consumer<ObjectNode> ENV =
      spec -> spec.withArray("/TaskTemplate/ContainerSpec/Env").add("FOO=bar");

  private final FakeSwarm swarm = FakeCluster.swarm();

  @BeforeEach
  void deployed() {
    swarm.behave(FakeSwarm.Mode.WELL);
    awaitReady();
    swarm.putConfig("lakeswarm-baseline-000001", "baseline", KitSpecs.all().toString());
    awaitReason("AsDeployed");
    swarm.services.takeEnded();
  }

  @AfterEach
  void asBefore() {
    for (String service : List.of("minio", "nessie")) {
      swarm.services.change(service, spec -> spec.setAll(KitSpecs.of(service)));
    }
    swarm.removeConfigs("baseline");
    awaitReason("NoBaseline");
  }

  @Test
  void aChangeByHandIsUndoneWhereDeclared() {
    double before = drifts("minio");
    swarm.services.change("minio", IMAGE.andThen(ENV));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(swarm.services.get("minio").at(IMAGE_PATH))
                    .isEqualTo(KitSpecs.of("minio").at(IMAGE_PATH.substring(5))));
    awaitReason("AsDeployed");
    assertThat(plan()).isEmpty();
    assertThat(swarm.services.takeEnded()).as("once by hand, once by the repair").hasSize(2);
    await().atMost(SOON).until(() -> drifts("minio") == before + 1);
    assertThat(metric("lakeswarm_actions_total", "action=\"update\"", "outcome=\"applied\""))
        .isPositive();
  }

  private static final String IMAGE_PATH = "/Spec/TaskTemplate/ContainerSpec/Image";

  @Test
  void aChangeByHandIsToldAndLeftElsewhere() {
    double before = drifts("nessie");
    swarm.services.change("nessie", ENV);
    awaitReason("Drifted");
    assertThat(plan())
        .singleElement()
        .satisfies(
            item ->
                assertThat(item)
                    .containsEntry("action", "report")
                    .containsEntry("target", "service:nessie")
                    .containsEntry("detail", "env FOO: bar -> (absent)")
                    .containsEntry("version", "")
                    .containsEntry("predictedRestarts", List.of()));
    int writes = serviceWrites();
    pass();
    assertThat(serviceWrites()).isEqualTo(writes);
    await().atMost(SOON).until(() -> drifts("nessie") == before + 1);
    assertThat(reasonOf("Ready")).as("drift does not block").isNotEqualTo("ServiceDrift");
  }

  @Test
  void dryRunShowsTheRepairWithItsRestarts() {
    swarm.services.change("nessie", ENV);
    awaitReason("Drifted");
    String json =
        operator().accept(ContentType.JSON).get(DESIRED).then().extract().body().asString();
    List<Map<String, Object>> steps =
        operator()
            .contentType(ContentType.JSON)
            .queryParam("dryRun", true)
            .body(json.replaceFirst("\"default\":\\{\"drift\":\"report\"}", REPAIR_ALL))
            .put(DESIRED)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("$");
    assertThat(steps)
        .filteredOn(step -> step.get("target").equals("service:nessie"))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step).containsEntry("action", "update");
              assertThat(step).containsEntry("cause", "not as deployed");
              assertThat((List<?>) step.get("predictedRestarts")).hasSize(1);
            });
  }

  private static final String REPAIR_ALL = "\"default\":{\"drift\":\"repair\"}";

  @Test
  void aForeignServiceIsNeitherTouchedNorListed() {
    ObjectNode foreign = KitSpecs.of("minio").put("Name", "somebodys_minio");
    ((ObjectNode) foreign.path("Labels")).removeAll().put("lakeswarm.service", "foreign");
    swarm.services.add(foreign);
    swarm.services.change("foreign", IMAGE);
    pass();
    assertThat(plan()).isEmpty();
    assertThat(swarm.services.get("foreign").at(IMAGE_PATH).asText()).isEqualTo("x:2");
    swarm.services.remove("foreign");
  }

  /** Waits until the services were looked at once more. */
  private static void pass() {
    double passes = metric("lakeswarm_reconcile_duration_seconds_count", "\"services\"");
    operator().post("/api/v1/reconcile").then().statusCode(202);
    await()
        .atMost(SOON)
        .until(
            () ->
                metric("lakeswarm_reconcile_duration_seconds_count", "\"services\"") > passes + 1);
  }

  private int serviceWrites() {
    synchronized (swarm) {
      return (int) swarm.writes.stream().filter(write -> write.contains("/services/")).count();
    }
  }

  private static void awaitReason(String reason) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(reasonOf("ServiceDrift")).isEqualTo(reason));
  }

  private static String reasonOf(String type) {
    return operator()
        .get("/api/v1/status")
        .path("conditions.find { it.type == '" + type + "' }.reason");
  }

  private static List<Map<String, Object>> plan() {
    List<Map<String, Object>> steps = operator().get("/api/v1/plan").jsonPath().getList("$");
    // The object store and the catalog are not there in this test; they wait.
    return steps.stream().filter(step -> !step.get("action").equals("wait")).toList();
  }

  private static double drifts(String service) {
    return metric("lakeswarm_drift_detected_total", "resource=\"" + service + "\"");
  }

  private static double metric(String name, String... labels) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
