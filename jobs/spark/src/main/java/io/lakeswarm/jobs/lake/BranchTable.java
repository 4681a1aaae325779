package io.lakeswarm.jobs.lake;

import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A table on a branch of the catalog.
 *
 * @param branch a Nessie branch
 */
public record BranchTable(String namespace, String name, String branch) {
  /** The identifier Iceberg's catalog understands. */
  public TableIdentifier identifier() {
    return TableIdentifier.of(namespace, name + "@" + branch);
  }

  /** The name Spark SQL understands. */
  public String sql() {
    return LakeSettings.CATALOG + "." + namespace + ".`" + name + "@" + branch + "`";
  }

  /** The name people use, without the branch. */
  public String path() {
    return LakeSettings.CATALOG + "." + namespace + "." + name;
  }

  /** The same table on another branch. */
  public BranchTable on(String other) {
    return new BranchTable(namespace, name, other);
  }
}
