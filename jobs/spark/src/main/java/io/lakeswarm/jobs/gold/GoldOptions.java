package io.lakeswarm.jobs.gold;

import io.lakeswarm.jobs.cli.Arguments;
import java.util.List;
import java.util.Set;

/** Rejects every argument: the gold job has no options. */
public record GoldOptions() {
  /** Parses the command line. */
  public static GoldOptions parse(List<String> args) {
    Arguments.parse(args, Set.of());
    return new GoldOptions();
  }
}
