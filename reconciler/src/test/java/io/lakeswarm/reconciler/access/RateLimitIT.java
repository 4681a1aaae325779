package io.lakeswarm.reconciler.access;

import static io.lakeswarm.reconciler.testing.Api.anonymous;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.reconciler.testing.CapturedLog;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
@QuarkusTestResource(value = RateLimitIT.LowLimits.class, restrictToAnnotatedClass = true)
class RateLimitIT {
  private static final String RECONCILE = "/api/v1/reconcile";

  /** All of 127.0.0.0/8 is this host; the other requests come from 127.0.0.1. */
  private static final String GATEWAY = "127.0.0.2";

  @Inject GatewayAddresses gateway;

  /** Bursts as in production, and hardly a refill while a slow machine sends forty requests. */
  public static final class LowLimits implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      return Map.of(
          "lakeswarm.limits.writes.per-minute", "1",
          "lakeswarm.limits.writes.burst", "20",
          "lakeswarm.limits.failures.per-minute", "1",
          "lakeswarm.limits.failures.burst", "20",
          "lakeswarm.gateway.host", GATEWAY);
    }

    /** After the cluster. */
    @Override
    public int order() {
      return 1;
    }

    @Override
    public void stop() {}
  }

  @BeforeEach
  void ready() {
    awaitReady();
    gateway.refresh();
  }

  @Test
  void whoTriesTokensIsHeldBackAndNobodyElse() {
    List<Response> tries =
        times(40, () -> behind("192.0.2.7").header("Authorization", "Bearer x").get(RECONCILE));

    assertThat(tries).filteredOn(r -> r.statusCode() == 401).hasSizeBetween(20, 23);
    Response held = tries.get(39);
    problem(held.then(), 429);
    assertThat(Integer.parseInt(held.header("Retry-After"))).isBetween(1, 60);
    behind("192.0.2.7")
        .header("Authorization", "Bearer " + FakeCluster.OPERATOR)
        .get("/api/v1/status")
        .then()
        .statusCode(200);
    problem(behind("192.0.2.8").get("/api/v1/status").then(), 401);
  }

  @Test
  void anAddressThatTheGatewayDidNotWriteIsNotBelieved() {
    List<Response> tries =
        IntStream.range(0, 40)
            .mapToObj(i -> anonymous().header("X-Forwarded-For", "192.0.2.9").get(RECONCILE))
            .toList();
    assertThat(tries).filteredOn(r -> r.statusCode() == 401).hasSizeLessThanOrEqualTo(23);
    assertThat(tries.get(39).statusCode()).isEqualTo(429);
    Response other = anonymous().header("X-Forwarded-For", "192.0.2.10").get(RECONCILE);
    assertThat(other.statusCode()).as("the same client by another name").isEqualTo(429);
    problem(behind("192.0.2.9").get("/api/v1/status").then(), 401);
  }

  @Test
  void onlyTheLastWordIsTheGateways() {
    List<Response> tries =
        IntStream.range(0, 40)
            .mapToObj(i -> "192.0.2." + (100 + i))
            .map(forged -> behind(forged).header("X-Forwarded-For", "192.0.2.11").get(RECONCILE))
            .toList();
    assertThat(tries.get(39).statusCode()).isEqualTo(429);
    try (CapturedLog log = new CapturedLog("lakeswarm.audit")) {
      behind("a, 192.0.2.12").post(RECONCILE);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(log.lines()).anyMatch(line -> line.contains("from=192.0.2.12 ")));
    }
  }

  @Test
  void eachRoleHasItsOwnBudgetOfWrites() {
    List<Response> viewers = times(40, () -> viewer().post(RECONCILE));
    assertThat(viewers).filteredOn(r -> r.statusCode() == 403).hasSizeBetween(20, 23);
    assertThat(viewers).filteredOn(r -> r.statusCode() == 429).isNotEmpty();

    List<Response> operators = times(40, () -> operator().post(RECONCILE));
    assertThat(operators).filteredOn(r -> r.statusCode() == 202).hasSizeBetween(20, 23);
    assertThat(operators.get(39).statusCode()).isEqualTo(429);
    operator().get("/api/v1/status").then().statusCode(200);
  }

  /** What the gateway sends for this client. */
  private static RequestSpecification behind(String client) {
    try {
      return anonymous()
          .config(
              RestAssured.config()
                  .httpClient(
                      httpClientConfig()
                          .setParam("http.route.local-address", InetAddress.getByName(GATEWAY))))
          .header("X-Forwarded-For", client);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Response> times(int count, Supplier<Response> call) {
    return IntStream.range(0, count).mapToObj(i -> call.get()).toList();
  }
}
