package io.lakeswarm.reconciler.dremio;

import java.util.Arrays;

/** The releases that are simulated, and what tells them apart. */
enum DremioProfile {
  V26_0_5("26.0.5"),
  V25_2_0("25.2.0");

  private final String version;

  DremioProfile(String version) {
    this.version = version;
  }

  static DremioProfile of(String version) {
    return Arrays.stream(values())
        .filter(profile -> profile.version.equals(version))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No profile " + version));
  }

  String version() {
    return version;
  }

  /** What a login tells. */
  String build() {
    return version + "-simulated";
  }

  /** A change of a source goes on in the background after the answer, and moves its tag again. */
  boolean changesGoOn() {
    return this == V26_0_5;
  }
}
