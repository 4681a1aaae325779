package io.lakeswarm.reconciler.api;

import io.lakeswarm.reconciler.loop.ReconcileLoops;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Reports alive when every loop has its thread and no pass hangs. */
@Liveness
public class LoopsAlive implements HealthCheck {
  private final ReconcileLoops loops;

  /** Checks {@code loops}. */
  public LoopsAlive(ReconcileLoops loops) {
    this.loops = loops;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> dead = loops.deadLoops();
    return HealthCheckResponse.named("loops")
        .status(dead.isEmpty())
        .withData("dead", String.join(",", dead))
        .build();
  }
}
