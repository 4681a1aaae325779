package io.lakeswarm.jobs.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.nessie.NessieCatalog;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;

/** Reads tables of the catalog on any branch, without a Spark session. */
public final class LakeCatalog implements AutoCloseable {
  private final NessieCatalog catalog;

  private LakeCatalog(NessieCatalog catalog) {
    this.catalog = catalog;
  }

  /** Opens the catalog; the caller closes it. */
  public static LakeCatalog open(LakeSettings settings) {
    settings.require("uri");
    NessieCatalog catalog = new NessieCatalog();
    catalog.setConf(new Configuration(false));
    catalog.initialize(LakeSettings.CATALOG, settings.values());
    return new LakeCatalog(catalog);
  }

  /** Returns true when the namespace exists on the default branch. */
  public boolean hasNamespace(String namespace) {
    return catalog.namespaceExists(Namespace.of(namespace));
  }

  /** Returns the table on the branch; empty when it does not exist. */
  public Optional<Table> find(BranchTable table) {
    try {
      return Optional.of(catalog.loadTable(table.identifier()));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  /** Returns the Spark SQL of a view on the default branch; empty when it does not exist. */
  public Optional<String> viewDefinition(String namespace, String name) {
    try {
      View view = catalog.loadView(TableIdentifier.of(namespace, name));
      return Optional.ofNullable(view.sqlFor("spark")).map(SQLViewRepresentation::sql);
    } catch (NoSuchViewException e) {
      return Optional.empty();
    }
  }

  /** Returns a builder for a table on the branch. */
  public Catalog.TableBuilder build(BranchTable table, Schema schema) {
    return catalog.buildTable(table.identifier(), schema);
  }

  @Override
  public void close() {
    try {
      catalog.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
