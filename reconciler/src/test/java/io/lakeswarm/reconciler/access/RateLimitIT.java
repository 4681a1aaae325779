package io.lakeswarm.reconciler.access;

import static io.lakeswarm.reconciler.testing.Api.anonymous;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.problem;
import static io.lakeswarm.reconciler.testing.Api.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
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

  /** Bursts as in production, and hardly a refill while a slow machine sends forty requests. */
  public static final class LowLimits implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      return Map.of(
          "lakeswarm.limits.writes.per-minute", "1",
          "lakeswarm.limits.writes.burst", "20",
          "lakeswarm.limits.failures.per-minute", "1",
          "lakeswarm.limits.failures.burst", "20");
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
  }

  @Test
  void whoTriesTokensIsHeldBackAndNobodyElse() {
    List<Response> tries =
        times(40, () -> from("192.0.2.7").header("Authorization", "Bearer x").get(RECONCILE));

    assertThat(tries).filteredOn(r -> r.statusCode() == 401).hasSizeBetween(20, 23);
    Response held = tries.get(39);
    problem(held.then(), 429);
    assertThat(Integer.parseInt(held.header("Retry-After"))).isBetween(1, 60);
    from("192.0.2.7")
        .header("Authorization", "Bearer " + FakeCluster.OPERATOR)
        .get("/api/v1/status")
        .then()
        .statusCode(200);
    problem(from("192.0.2.8").get("/api/v1/status").then(), 401);
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

  private static RequestSpecification from(String source) {
    return anonymous().header("X-Forwarded-For", source);
  }

  private static List<Response> times(int count, Supplier<Response> call) {
    return IntStream.range(0, count).mapToObj(i -> call.get()).toList();
  }
}
