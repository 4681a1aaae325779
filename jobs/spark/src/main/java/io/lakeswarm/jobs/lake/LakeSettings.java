package io.lakeswarm.jobs.lake;

import io.lakeswarm.jobs.cli.JobFailure;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalog's settings as Spark's configuration holds them, without their prefix.
 *
 * @param values for example {@code uri}, {@code warehouse}, {@code s3.endpoint}
 */
public record LakeSettings(Map<String, String> values) implements Serializable {
  /** The catalog's name in SQL. */
  public static final String CATALOG = "nessie";

  private static final String PREFIX = "spark.sql.catalog." + CATALOG + ".";

  /** Returns the catalog's settings from a Spark configuration. */
  public static LakeSettings from(Map<String, String> sparkConf) {
    TreeMap<String, String> values = new TreeMap<>();
    sparkConf.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            values.put(key.substring(PREFIX.length()), value);
          }
        });
    return new LakeSettings(values);
  }

  /** Returns the value; throws a {@link JobFailure} that names a missing setting. */
  public String require(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new JobFailure(
          "Cannot reach the catalog: "
              + PREFIX
              + key
              + " is not set. Set it in spark-defaults.conf or as a -D property.");
    }
    return value;
  }
}
