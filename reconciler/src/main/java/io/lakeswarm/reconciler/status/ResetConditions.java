package io.lakeswarm.reconciler.status;

import io.lakeswarm.reconciler.observed.Reset;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Computes one condition for the lost data of every component; pure. */
public final class ResetConditions {
  private static final ConditionType TYPE = ConditionType.VOLUME_RESET;

  private ResetConditions() {}

  /**
   * Returns the condition: True while any loss is younger than {@code shown}, or its repair is not
   * verified.
   */
  public static Condition of(List<Reset> all, Duration shown, Instant now) {
    List<Reset> recent =
        all.stream()
            .filter(reset -> isShown(reset, shown, now))
            .sorted(Comparator.comparing(Reset::detectedAt).reversed())
            .toList();
    if (!recent.isEmpty()) {
      String reasons =
          recent.stream()
              .map(reset -> reset.reason().text())
              .distinct()
              .collect(Collectors.joining());
      return Condition.isTrue(
          TYPE, recent.size() == 1 ? reasons : "SeveralResets", texts(recent), now);
    }
    return all.isEmpty()
        ? Condition.isFalse(TYPE, "NoReset", "No volume was ever seen to lose its data.", now)
        : Condition.isFalse(TYPE, "ResetLongAgo", texts(all), now);
  }

  /** Returns true while the condition reports this loss. */
  public static boolean isShown(Reset reset, Duration shown, Instant now) {
    return reset.isOpen() || now.isBefore(reset.detectedAt().plus(shown));
  }

  private static String texts(List<Reset> resets) {
    return resets.stream().map(ResetConditions::text).collect(Collectors.joining(" "));
  }

  private static String text(Reset reset) {
    return what(reset)
        + " (seen "
        + reset.detectedAt().truncatedTo(ChronoUnit.SECONDS)
        + "); re-applied "
        + (reset.reapplied().isEmpty() ? "nothing" : String.join(", ", reset.reapplied()))
        + " "
        + repaired(reset)
        + ". "
        + Component.of(reset.component()).afterReset();
  }

  private static String what(Reset reset) {
    return reset.component()
        + switch (reset.reason()) {
          case VOLUME_REPLACED -> " came up on an empty or another volume";
          case DATA_VANISHED -> " lost everything it was known to hold while it ran";
          case HISTORY_LOST -> " came back in an older state: its newest commits are gone";
        };
  }

  private static String repaired(Reset reset) {
    return reset
        .recovery()
        .map(time -> String.format(Locale.ROOT, "and verified in %.1f s", time.toMillis() / 1000.0))
        .orElse("and not verified yet");
  }
}
