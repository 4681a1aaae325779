package io.lakeswarm.jobs.maintenance;

import io.lakeswarm.jobs.cli.Arguments;
import io.lakeswarm.jobs.cli.UsageException;
import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeBranches;
import java.util.List;
import java.util.Set;

/**
 * What to maintain.
 *
 * @param table a table in main; {@code --table namespace.name}, by default silver.breweries
 */
public record MaintenanceOptions(BranchTable table) {
  /** Parses the command line. */
  public static MaintenanceOptions parse(List<String> args) {
    String path = Arguments.parse(args, Set.of("table")).find("table").orElse("silver.breweries");
    String[] parts = path.split("\\.", -1);
    if (parts.length != 2 || !path.matches("[A-Za-z0-9_]+\\.[A-Za-z0-9_]+")) {
      throw new UsageException(
          "--table " + path + " is not a namespace.name, such as silver.breweries");
    }
    return new MaintenanceOptions(new BranchTable(parts[0], parts[1], LakeBranches.MAIN));
  }
}
