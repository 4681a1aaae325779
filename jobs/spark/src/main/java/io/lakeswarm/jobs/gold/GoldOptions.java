package io.lakeswarm.jobs.gold;

import io.lakeswarm.jobs.cli.Arguments;
import java.util.List;
import java.util.Set;

/** The gold job has no choices; anything on its command line is refused. */
public record GoldOptions() {
  /** Reads the command line. */
  public static GoldOptions parse(List<String> args) {
    Arguments.parse(args, Set.of());
    return new GoldOptions();
  }
}
