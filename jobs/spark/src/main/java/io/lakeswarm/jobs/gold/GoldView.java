package io.lakeswarm.jobs.gold;

import io.lakeswarm.jobs.lake.LakeSettings;

/**
 * The view gold.breweries_by_country_and_type: the number of current breweries by country and type.
 */
final class GoldView {
  static final String NAMESPACE = "gold";
  static final String NAME = "breweries_by_country_and_type";
  static final String PATH = LakeSettings.CATALOG + "." + NAMESPACE + "." + NAME;
  static final String SOURCE = LakeSettings.CATALOG + ".silver.breweries";
  static final String DEFINITION =
      "SELECT country, brewery_type, count(*) AS brewery_count FROM "
          + SOURCE
          + " WHERE is_current GROUP BY country, brewery_type";

  private GoldView() {}

  /** Returns the SQL that replaces the view atomically. */
  static String statement() {
    return "CREATE OR REPLACE VIEW " + PATH + " AS " + DEFINITION;
  }
}
