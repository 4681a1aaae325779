package io.lakeswarm.jobs.ddl;

import io.lakeswarm.jobs.cli.Arguments;
import java.util.List;
import java.util.Set;

/** Rejects every argument: the ddl job has no options. */
public record DdlOptions() {
  /** Parses the command line. */
  public static DdlOptions parse(List<String> args) {
    Arguments.parse(args, Set.of());
    return new DdlOptions();
  }
}
