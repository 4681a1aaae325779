package io.lakeswarm.reconciler.observed;

/** What a bucket does with overwritten objects. */
public enum Versioning {
  /** Never switched on: overwritten objects are gone. */
  OFF,
  /** Overwritten objects are kept as older versions. */
  ENABLED,
  /** Newly overwritten objects are gone; those from the time it was on are kept. */
  SUSPENDED
}
