package io.lakeswarm.jobs.lake;

import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A table on a branch of the catalog.
 *
 * @param branch a Nessie branch
 */
public record BranchTable(String namespace, String name, String branch) {
  /** Returns the identifier for Iceberg's catalog. */
  public TableIdentifier identifier() {
    return TableIdentifier.of(namespace, name + "@" + branch);
  }

  /** Returns the name for Spark SQL. */
  public String sql() {
    return LakeSettings.CATALOG + "." + namespace + ".`" + name + "@" + branch + "`";
  }

  /** Returns the name for messages, without the branch. */
  public String path() {
    return LakeSettings.CATALOG + "." + namespace + "." + name;
  }

  /** Returns the same table on another branch. */
  public BranchTable on(String other) {
    return new BranchTable(namespace, name, other);
  }
}
