package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeCatalog;
import java.util.UUID;

/** Creates the table silver.breweries. */
public final class SilverDdl {
  private SilverDdl() {}

  /**
   * Creates the empty table in main if it is missing; leaves an existing one unchanged.
   *
   * @param warehouse where tables are
   * @return true when the table was created
   */
  public static boolean ensure(LakeCatalog catalog, String warehouse) {
    if (catalog.find(SilverTable.MAIN).isPresent()) {
      return false;
    }
    create(catalog, SilverTable.MAIN, warehouse);
    return true;
  }

  /** Creates the table on its branch; file names must not contain the branch's name. */
  static void create(LakeCatalog catalog, BranchTable table, String warehouse) {
    String root = warehouse.endsWith("/") ? warehouse : warehouse + "/";
    catalog
        .build(table, SilverTable.SCHEMA)
        .withPartitionSpec(SilverTable.PARTITIONS)
        .withProperties(SilverTable.PROPERTIES)
        .withLocation(root + table.namespace() + "/" + table.name() + "_" + UUID.randomUUID())
        .create();
  }
}
