package io.lakeswarm.reconciler.example;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.managed.ManagedServer;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.plan.Action;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.probe.ProbeInterval;
import io.lakeswarm.reconciler.probe.ServerGate;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reconciles the broker's topics; in the kit it is a bean: {@code @Singleton}. */
final class TopicController extends ManagedServer<ObservedTopics> {
  private final StorageFacts storage;
  private final TopicClient client;
  private final Function<DesiredState, List<String>> spec;

  /**
   * Connects to the broker.
   *
   * @param storage made with the line of {@code Component} for the broker
   * @param spec the broker's part of the desired state
   */
  TopicController(
      URI server, StorageFacts storage, Clock clock, Function<DesiredState, List<String>> spec) {
    super(storage, ServerGate.required(new ProbeInterval(clock), ServerGate.Failures.OF_CLIENT));
    this.storage = storage;
    this.client = new TopicClient(server);
    this.spec = spec;
  }

  @Override
  protected ObservedTopics look(DesiredState desired) throws InterruptedException {
    JsonNode state = client.state();
    Set<String> topics = new TreeSet<>();
    state.path("topics").forEach(topic -> topics.add(topic.asText()));
    return new ObservedTopics(storage.storage(state.path("id").asText()), topics);
  }

  @Override
  public Plan plan(DesiredState desired, ObservedTopics observed) {
    return TopicPlanner.plan(spec.apply(desired), observed);
  }

  @Override
  protected void write(Action action) throws InterruptedException {
    ((TopicAction) action).accept(client);
  }

  @Override
  public List<Condition> conditions(
      DesiredState desired, ObservedTopics observed, Plan plan, ApplyReport report, Instant now) {
    boolean complete =
        plan.steps().stream().noneMatch(step -> step.action() instanceof TopicAction);
    return List.of(
        complete
            ? Condition.isTrue(condition(), "Verified", "Topics are as desired.", now)
            : Condition.isFalse(
                condition(), "ChangesPending", "Topics were missing: see the plan.", now));
  }
}
