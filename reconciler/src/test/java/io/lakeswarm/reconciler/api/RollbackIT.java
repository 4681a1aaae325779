package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.DESIRED;
import static io.lakeswarm.reconciler.testing.Api.WORKERS;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.putWorkers;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class RollbackIT {

  @BeforeEach
  void ready() {
    awaitReady();
  }

  @Test
  void anOldDocumentBecomesANewRevision() {
    int three = withWorkers(3);
    int four = withWorkers(4);

    String tag =
        rollBack(three, "{\"reason\":\"four were too many\"}")
            .statusCode(200)
            .body("changed", equalTo(true))
            .body("revision", equalTo(four + 1))
            .extract()
            .header("ETag");

    assertThat(tag).isEqualTo("\"" + (four + 1) + "\"").isEqualTo(tag());
    operator().get(WORKERS).then().body("desired", equalTo(3));
    operator()
        .get("/api/v1/revisions")
        .then()
        .body("[0].revision", equalTo(four + 1))
        .body("[0].source", equalTo("api"))
        .body("[0].author", equalTo("operator"))
        .body("[0].reason", equalTo("rollback to " + three + ": four were too many"));
    rollBack(four, "").body("changed", equalTo(true));
    operator().get("/api/v1/revisions").then().body("[0].reason", equalTo("rollback to " + four));
  }

  @Test
  void theCurrentDocumentAgainIsNoRevision() {
    int three = withWorkers(3);
    withWorkers(4);
    int again = withWorkers(3);
    for (int same : new int[] {three, again}) {
      rollBack(same, "").statusCode(200).body("changed", equalTo(false));
      assertThat(tag()).isEqualTo("\"" + again + "\"");
    }
  }

  @Test
  void aTagThatIsSentMustBeTheCurrentOne() {
    int three = withWorkers(3);
    withWorkers(4);
    String old = "\"" + three + "\"";
    problem(with(old).post(path(three)).then(), 412).body("detail", containsString("by now"));
    operator().get(WORKERS).then().body("desired", equalTo(4));
    with(tag()).post(path(three)).then().statusCode(200).body("changed", equalTo(true));
    with("*").post(path(three)).then().statusCode(200).body("changed", equalTo(false));
  }

  @Test
  void whatIsNotThereOrNotARequestIsRefused() {
    problem(rollBack(999_999, ""), 404).body("detail", containsString("/api/v1/revisions"));
    problem(operator().post("/api/v1/revisions/-1/rollback").then(), 404);
    problem(operator().post("/api/v1/revisions/x/rollback").then(), 404);
    problem(rollBack(1, "{\"reason\":\"" + "x".repeat(201) + "\"}"), 400)
        .body("errors.path", hasItem("reason"));
    for (String invisible : List.of("\\n", "\\u001b[2J", "\u202e", "\u200b", "\u2066", "\ufeff")) {
      problem(rollBack(1, "{\"reason\":\"a" + invisible + "b\"}"), 400)
          .body("errors.path", hasItem("reason"));
    }
    problem(rollBack(1, "{\"why\":\"x\"}"), 400).body("errors.path", hasItem("why"));
  }

  @Test
  void aDocumentThatIsNoLongerValidIsRefusedAndOneCanLeaveIt() {
    int good = withWorkers(3);
    int bad = good + 1;
    FakeCluster.swarm()
        .putConfig(
            "lakeswarm-desired-%06d".formatted(bad),
            "desired",
            "{\"revision\":"
                + bad
                + ",\"source\":\"api\",\"author\":\"operator\",\"reason\":\"\","
                + "\"time\":\"2026-01-01T00:00:00Z\",\"fileHash\":\"\","
                + "\"document\":{\"apiVersion\":\"lakeswarm/v0\"}}");
    await()
        .atMost(SOON)
        .until(() -> operator().get("/api/v1/revisions").path("[0].revision").equals(bad));

    rollBack(good, "").statusCode(200).body("revision", equalTo(bad + 1));
    problem(rollBack(bad, ""), 422)
        .body("detail", containsString("not valid any more"))
        .body("errors.path", hasItem("apiVersion"));
    operator().get(WORKERS).then().body("desired", equalTo(3));
  }

  private static int withWorkers(int replicas) {
    putWorkers("{\"replicas\":" + replicas + "}").statusCode(202);
    return Integer.parseInt(tag().replace("\"", ""));
  }

  private static String tag() {
    return operator().get(DESIRED).header("ETag");
  }

  private static RequestSpecification with(String ifMatch) {
    return operator().header("If-Match", ifMatch);
  }

  private static ValidatableResponse rollBack(int number, String body) {
    return body.isEmpty()
        ? operator().post(path(number)).then()
        : operator().contentType(ContentType.JSON).body(body).post(path(number)).then();
  }

  private static String path(int number) {
    return "/api/v1/revisions/" + number + "/rollback";
  }
}
