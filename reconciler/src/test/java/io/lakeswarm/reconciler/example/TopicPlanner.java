package io.lakeswarm.reconciler.example;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.plan.StoragePlan;
import java.util.List;
import java.util.Optional;

/** Plans the topics; pure. In the kit this class stands in {@code plan/}. */
final class TopicPlanner {
  private TopicPlanner() {}

  /** Returns the steps that create the missing topics; empty when there is none. */
  static Plan plan(List<String> desired, ObservedTopics observed) {
    StoragePlan storage = new StoragePlan(observed.storage(), Optional.empty());
    List<Step> repairs =
        desired.stream()
            .filter(name -> !observed.topics().contains(name))
            .map(name -> Step.of(new TopicAction.CreateTopic(name), storage.missingBecause()))
            .toList();
    Optional<Identity> verified =
        repairs.isEmpty() ? Optional.of(observed.storage().verified(desired)) : Optional.empty();
    return storage.plan(repairs, StoragePlan.targets(repairs), List.of(), verified);
  }
}
