package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.observed.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is remembered of one component's storage; it refuses to end a loss that is not open. */
final class ResetModel {
  static final String ID = "id-now";
  private static final String EARLIER = "id-before";

  private final String component;
  private Optional<Identity> remembered = Optional.empty();
  private Optional<Reset> lastReset = Optional.empty();

  /** Some memory; {@code parts} is what was proven to be there, if anything was. */
  ResetModel(String component, List<String> parts, Random random) {
    this.component = component;
    if (random.nextInt(3) > 0) {
      String node = List.of("", "a", "b").get(random.nextInt(3));
      remembered = Optional.of(Identity.of(component, id(random), parts).on(node));
    }
    if (random.nextInt(3) == 0) {
      Optional<Duration> recovery =
          random.nextBoolean() ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
      Reset.Reason reason = Reset.Reason.values()[random.nextInt(2)];
      lastReset =
          Optional.of(new Reset(component, reason, id(random), Instant.EPOCH, List.of(), recovery));
    }
  }

  private static String id(Random random) {
    return random.nextBoolean() ? ID : EARLIER;
  }

  Storage storage(String node) {
    return new Storage(component, ID, node, remembered, lastReset);
  }

  Optional<Identity> remembered() {
    return remembered;
  }

  Optional<Reset> lastReset() {
    return lastReset;
  }

  void apply(ResetAction action) {
    require(action.component().equals(component), "another component's");
    if (action instanceof ResetAction.Record loss) {
      lastReset =
          Optional.of(
              new Reset(
                  component,
                  loss.reason(),
                  loss.id(),
                  Instant.EPOCH,
                  loss.reapplied(),
                  Optional.empty()));
    } else if (action instanceof ResetAction.Close close) {
      require(
          lastReset.filter(last -> last.isOpen() && last.id().equals(close.id())).isPresent(),
          "no such loss is open");
      lastReset = lastReset.map(open -> open.closedAt(Instant.EPOCH));
    } else if (action instanceof ResetAction.Remember remember) {
      remembered = Optional.of(remember.identity());
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
