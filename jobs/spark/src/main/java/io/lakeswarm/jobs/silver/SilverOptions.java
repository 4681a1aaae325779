package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.cli.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Options of one run.
 *
 * @param manifest the address of the snapshot's manifest; the newest one when empty
 * @param bronze the bucket or directory that page keys are relative to, without a slash at its end
 */
public record SilverOptions(Optional<String> manifest, String bronze) {
  static final String DEFAULT_BRONZE = "s3://wsl";

  private static final Set<String> KEYS = Set.of("manifest", "bronze");

  /** Parses the command line; rejects unknown keys. */
  public static SilverOptions parse(List<String> args) {
    Arguments arguments = Arguments.parse(args, KEYS);
    String bronze = arguments.find("bronze").orElse(DEFAULT_BRONZE);
    return new SilverOptions(
        arguments.find("manifest"),
        bronze.endsWith("/") ? bronze.substring(0, bronze.length() - 1) : bronze);
  }

  /** Returns the folder of the manifests. */
  public String snapshots() {
    return bronze + "/bronze/breweries/_snapshots/";
  }
}
