package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

/** A property that a wrong planner does not have: else the property would prove nothing. */
final class Catching {
  private Catching() {}

  /** Passes when {@code property} fails, as it must for a planner with a planted bug. */
  static void assertCaught(String bug, Runnable property) {
    assertThat(isCaught(property)).as("the property fails for a planner that %s", bug).isTrue();
  }

  private static boolean isCaught(Runnable property) {
    try {
      property.run();
      return false;
    } catch (AssertionError | IllegalStateException found) {
      return true;
    }
  }
}
