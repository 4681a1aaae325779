package io.lakeswarm.reconciler.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;

/** Requests as the two roles make them, and what every refusal looks like. */
public final class Api {
  public static final String WORKERS = "/api/v1/spark/workers";
  public static final String DESIRED = "/api/v1/desired-state";

  private Api() {}

  /** Without a token; as all requests made here it is held against the {@link Contract}. */
  public static RequestSpecification anonymous() {
    return given().filter(Contract.served());
  }

  public static RequestSpecification operator() {
    return anonymous().header("Authorization", "Bearer " + FakeCluster.OPERATOR);
  }

  public static RequestSpecification viewer() {
    return anonymous().header("Authorization", "Bearer " + FakeCluster.VIEWER);
  }

  /** The first request of a JVM loads the test client, which takes minutes on a busy machine. */
  public static void awaitReady() {
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  public static ValidatableResponse putWorkers(String body) {
    return operator().contentType(ContentType.JSON).body(body).put(WORKERS).then();
  }

  public static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("type", equalTo("about:blank"));
  }
}
