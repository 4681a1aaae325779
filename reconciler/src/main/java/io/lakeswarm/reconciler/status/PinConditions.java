package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.KitService;
import io.lakeswarm.reconciler.observed.ObservedPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds each stateful service that may start away from its volume; pure. */
final class PinConditions {

  /**
   * One such service.
   *
   * @param reason the condition's reason
   */
  record Trouble(String reason, String text) {}

  private PinConditions() {}

  /**
   * Returns every service whose label is on no node, on two nodes, or not on the node where its
   * data was verified.
   */
  static List<Trouble> troubles(ObservedPlatform observed) {
    List<Trouble> troubles = new ArrayList<>();
    for (KitService service : observed.services()) {
      for (String pin : service.pins()) {
        trouble(observed, service.name(), pin).ifPresent(troubles::add);
      }
    }
    return troubles;
  }

  private static Optional<Trouble> trouble(ObservedPlatform observed, String service, String pin) {
    List<String> holders = observed.labelled(pin);
    String home = observed.homes().getOrDefault(service, "");
    if (holders.isEmpty()) {
      return Optional.of(
          new Trouble(
              "PinnedLabelMissing",
              "No node carries the label %s=true, so %s cannot start. %s"
                  .formatted(
                      pin,
                      service,
                      home.isEmpty()
                          ? "Set it on the node that holds its volume."
                          : "Its data was last verified on " + home + ": set it there.")));
    }
    if (holders.size() > 1) {
      return Optional.of(
          new Trouble(
              "LabelledTwice",
              ("Several nodes carry the label %s=true (%s), so %s may start on an empty volume."
                      + " Keep it only on %s.")
                  .formatted(
                      pin,
                      String.join(", ", holders),
                      service,
                      home.isEmpty() ? "the node that holds its volume" : home)));
    }
    return home.isEmpty() || holders.get(0).equals(home)
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                "PinnedLabelMoved",
                ("The label %s=true stands on %s, but the data of %s was last verified on %s: there"
                        + " it starts empty unless its volume was moved too. Put the label back"
                        + " to keep the data.")
                    .formatted(pin, holders.get(0), service, home)));
  }
}
