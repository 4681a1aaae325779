package io.lakeswarm.reconciler.observed;

/** What a bucket does with overwritten objects. */
public enum Versioning {
  /** Never switched on: they are gone. */
  OFF,
  /** They are kept as older versions. */
  ENABLED,
  /** New ones are gone, those from the time it was on are kept. */
  SUSPENDED
}
