package io.lakeswarm.jobs;

import io.lakeswarm.jobs.ddl.DdlJob;
import io.lakeswarm.jobs.gold.GoldJob;
import io.lakeswarm.jobs.maintenance.MaintenanceJob;
import io.lakeswarm.jobs.silver.SilverJob;
import io.lakeswarm.jobs.sql.SqlJob;
import java.util.Arrays;

/** Starts the job that the first argument names; the other arguments are the job's. */
public final class Jobs {
  private static final int USAGE = 2;

  private Jobs() {}

  /** Runs the named job and ends the process with its exit code. */
  public static void main(String[] args) {
    String job = args.length == 0 ? "" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (job) {
      case "ddl" -> DdlJob.main(rest);
      case "silver" -> SilverJob.main(rest);
      case "gold" -> GoldJob.main(rest);
      case "maintenance" -> MaintenanceJob.main(rest);
      case "sql" -> SqlJob.main(rest);
      default -> {
        System.err.println(
            "Cannot start a job: '" + job + "' is not one of ddl, silver, gold, maintenance, sql.");
        System.exit(USAGE);
      }
    }
  }
}
