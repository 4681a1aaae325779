package io.lakeswarm.reconciler.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Provides the one clock, so that a test can replace it. */
public class Time {

  /** Returns the system clock in UTC. */
  @Produces
  @ApplicationScoped
  Clock clock() {
    return Clock.systemUTC();
  }
}
