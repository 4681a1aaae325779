package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeCatalog;
import java.util.UUID;

/** Makes the table silver.breweries. */
public final class SilverDdl {
  private SilverDdl() {}

  /**
   * Makes the empty table in main where it is missing; one that is there is left as it is.
   *
   * @param warehouse where tables are
   * @return whether it was made
   */
  public static boolean ensure(LakeCatalog catalog, String warehouse) {
    if (catalog.find(SilverTable.MAIN).isPresent()) {
      return false;
    }
    create(catalog, SilverTable.MAIN, warehouse);
    return true;
  }

  /** Makes the table on its branch; the branch's name must not become part of a file's. */
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
