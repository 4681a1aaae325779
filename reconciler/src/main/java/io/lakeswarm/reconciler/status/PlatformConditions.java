package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes the conditions of the nodes and the core services. */
public final class PlatformConditions {
  private PlatformConditions() {}

  /** Returns SwarmReachable, CoreServices and NodesAvailable. */
  public static List<Condition> of(ObservedPlatform observed, Instant now) {
    return List.of(
        Condition.isTrue(
            ConditionType.SWARM_REACHABLE, "Answered", "The Docker API of a manager answers.", now),
        core(observed, now),
        nodes(observed, now));
  }

  /** Returns true when every core service runs everywhere it should. */
  public static boolean isCoreUp(ObservedPlatform observed) {
    return troubles(observed).isEmpty();
  }

  private static Condition core(ObservedPlatform observed, Instant now) {
    List<String> troubles = troubles(observed);
    return troubles.isEmpty()
        ? Condition.isTrue(ConditionType.CORE_SERVICES, "Running", "Every core service runs.", now)
        : Condition.isFalse(
            ConditionType.CORE_SERVICES, "ServicesDown", String.join(" ", troubles), now);
  }

  private static List<String> troubles(ObservedPlatform observed) {
    List<String> troubles = new ArrayList<>();
    for (String name : Component.coreServices()) {
      Optional<KitService> service =
          observed.services().stream().filter(found -> found.name().equals(name)).findFirst();
      if (service.isEmpty()) {
        troubles.add("The service " + name + " does not exist; run make swarm_deploy.");
      } else if (!service.get().isUp()) {
        troubles.add(
            "The service %s runs %d of %d tasks; see docker service ps %s."
                .formatted(
                    name,
                    service.get().running(),
                    service.get().desired(),
                    service.get().fullName()));
      }
    }
    return troubles;
  }

  private static Condition nodes(ObservedPlatform observed, Instant now) {
    List<String> reasons = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    if (!observed.missingNodes().isEmpty()) {
      reasons.add("NodesDown");
      texts.add(
          "Not ready: "
              + String.join(", ", observed.missingNodes())
              + ". Services pinned there wait for it.");
    }
    for (PinConditions.Trouble trouble : PinConditions.troubles(observed)) {
      reasons.add(trouble.reason());
      texts.add(trouble.text());
    }
    return reasons.isEmpty()
        ? Condition.isTrue(
            ConditionType.NODES_AVAILABLE,
            "AllReady",
            "Every active node is ready, and every volume's label is where its data is.",
            now)
        : Condition.isFalse(
            ConditionType.NODES_AVAILABLE, reasons.get(0), String.join(" ", texts), now);
  }
}
