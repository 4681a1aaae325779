package io.lakeswarm.reconciler.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Component;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.status.StepResult;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicControllerIT {
  private static final List<String> DESIRED = List.of("orders", "visits");

  private final Set<String> topics = new ConcurrentSkipListSet<>(Set.of("visits"));
  private volatile String id = "disk-1";
  private final HttpServer broker;
  private final TopicController controller;

  TopicControllerIT() throws IOException {
    broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    broker.createContext("/", this::answer);
    broker.start();
    SettableClock clock = new SettableClock();
    // A real server has its own line in Component; this one borrows Nessie's.
    StorageFacts storage =
        new StorageFacts(
            Component.NESSIE, new ResetFacts(new MapMemory()), service -> "node-1", clock);
    URI address = URI.create("http://127.0.0.1:" + broker.getAddress().getPort());
    controller = new TopicController(address, storage, clock, desired -> DESIRED);
  }

  @AfterEach
  void stop() {
    broker.stop(0);
  }

  @Test
  void whatIsMissingIsCreatedAndALostVolumeIsRecordedBeforeTheRepair() {
    assertThat(pass()).containsExactly("create topic:orders: first start");
    assertThat(topics).containsExactlyElementsOf(DESIRED);
    assertThat(pass()).singleElement().asString().startsWith("remember ");
    assertThat(pass()).isEmpty();

    topics.clear();
    id = "disk-2";
    assertThat(pass())
        .satisfiesExactly(
            record -> assertThat(record).startsWith("record ").endsWith("volume replaced"),
            first -> assertThat(first).isEqualTo("create topic:orders: data lost"),
            second -> assertThat(second).isEqualTo("create topic:visits: data lost"));
    assertThat(pass())
        .satisfiesExactly(
            remember -> assertThat(remember).startsWith("remember "),
            close -> assertThat(close).startsWith("close "));
    assertThat(condition().status()).isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void aBrokerThatIsAwayCannotBeObserved() {
    broker.stop(0);
    assertThatThrownBy(() -> controller.observe(null))
        .isInstanceOf(ReconcileException.class)
        .hasMessageStartingWith("Cannot use the broker: ");
  }

  private List<String> pass() {
    Plan plan = controller.plan(null, controller.observe(null));
    plan.steps()
        .forEach(
            step ->
                assertThat(controller.attempt(step).outcome())
                    .isEqualTo(StepResult.Outcome.APPLIED));
    return plan.steps().stream()
        .map(step -> step.action().verb() + " " + step.action().target() + ": " + step.cause())
        .collect(Collectors.toList());
  }

  private Condition condition() {
    ObservedTopics seen = controller.observe(null);
    Plan plan = controller.plan(null, seen);
    return controller
        .conditions(null, seen, plan, ApplyReport.NOTHING, new SettableClock().instant())
        .get(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      topics.add(path.substring("/topics/".length()));
    }
    String names = topics.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    byte[] body =
        ("{\"id\":\"" + id + "\",\"topics\":" + (topics.isEmpty() ? "[]" : names) + "}").getBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
