package io.lakeswarm.jobs.silver;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.lakeswarm.jobs.lake.BranchTable;
import io.lakeswarm.jobs.lake.LakeBranches;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table silver.breweries: one row for each version of a brewery. */
final class SilverTable {
  static final String NAMESPACE = "silver";
  static final BranchTable MAIN = new BranchTable(NAMESPACE, "breweries", LakeBranches.MAIN);

  /** The API's fields, in the order of the table. */
  static final List<String> FIELDS =
      List.of(
          "id",
          "name",
          "brewery_type",
          "address_1",
          "address_2",
          "address_3",
          "city",
          "state_province",
          "postal_code",
          "country",
          "longitude",
          "latitude",
          "phone",
          "website_url",
          "state",
          "street");

  static final Schema SCHEMA =
      new Schema(
          required(1, "id", Types.StringType.get()),
          optional(2, "name", Types.StringType.get()),
          optional(3, "brewery_type", Types.StringType.get()),
          optional(4, "address_1", Types.StringType.get()),
          optional(5, "address_2", Types.StringType.get()),
          optional(6, "address_3", Types.StringType.get()),
          optional(7, "city", Types.StringType.get()),
          optional(8, "state_province", Types.StringType.get()),
          optional(9, "postal_code", Types.StringType.get()),
          optional(10, "country", Types.StringType.get()),
          optional(11, "longitude", Types.DoubleType.get()),
          optional(12, "latitude", Types.DoubleType.get()),
          optional(13, "phone", Types.StringType.get()),
          optional(14, "website_url", Types.StringType.get()),
          optional(15, "state", Types.StringType.get()),
          optional(16, "street", Types.StringType.get()),
          required(17, "valid_from", Types.TimestampType.withZone()),
          optional(18, "valid_to", Types.TimestampType.withZone()),
          required(19, "is_current", Types.BooleanType.get()),
          required(20, "row_hash", Types.StringType.get()));

  static final PartitionSpec PARTITIONS =
      PartitionSpec.builderFor(SCHEMA).identity("country").build();

  /** Clustered writes give one file a partition; a small row group keeps a 1 GB executor alive. */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "format-version", "2",
          "write.distribution-mode", "hash",
          "write.merge.mode", "copy-on-write",
          "write.parquet.row-group-size-bytes", "33554432");

  private SilverTable() {}

  /** The columns of a cleaned bronze row: the fields and their hash. */
  static StructType rowType() {
    StructType type = new StructType();
    for (String field : FIELDS) {
      boolean number = field.equals("longitude") || field.equals("latitude");
      type =
          type.add(
              field, number ? DataTypes.DoubleType : DataTypes.StringType, !field.equals("id"));
    }
    return type.add("row_hash", DataTypes.StringType, false);
  }
}
