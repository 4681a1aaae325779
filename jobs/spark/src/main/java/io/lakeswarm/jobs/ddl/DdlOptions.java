package io.lakeswarm.jobs.ddl;

import io.lakeswarm.jobs.cli.Arguments;
import java.util.List;
import java.util.Set;

/** The ddl job has no choices; anything on its command line is refused. */
public record DdlOptions() {
  /** Reads the command line. */
  public static DdlOptions parse(List<String> args) {
    Arguments.parse(args, Set.of());
    return new DdlOptions();
  }
}
