package io.lakeswarm.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The pipeline and what it leaves behind: bronze objects, the catalog's history, query results. */
public final class Lake {
  private static final Duration JOB = Duration.ofMinutes(6);
  private static final Duration LARGE_JOB = Duration.ofMinutes(20);
  private static final String TOTALS =
      "select 'totals' as what, count(*) as versions, sum(case when is_current then 1 else 0 end)"
          + " as current_rows, (select sum(brewery_count) from"
          + " nessie.gold.breweries_by_country_and_type) as gold from nessie.silver.breweries";
  private static final String BRONZE = "bronze/breweries/";

  private final Platform platform;
  private final ObjectStore store;

  /** The lake of {@code platform}. */
  public Lake(Platform platform) {
    this.platform = platform;
    this.store = new ObjectStore(platform);
  }

  /** The whole pipeline against this API. */
  public Command pipeline(String api) {
    return platform.script("jobs/pipeline.sh").with(Map.of("BREWERY_API", api)).within(JOB);
  }

  /** The first step alone, with this further environment. */
  public Command ingest(String api, String... environment) {
    return platform
        .script("jobs/run.sh", "ingest", "wsl-python-apps", "ingest")
        .with(Map.of("JOB_ENV", "BREWERY_API=" + api + " " + String.join(" ", environment)))
        .within(JOB);
  }

  /** The Spark job that writes silver, alone, on the cluster or in its own process. */
  public Command silver(String master) {
    return platform
        .script(
            "jobs/run.sh",
            "silver",
            "wsl-spark-apps",
            "@/opt/spark/conf/jobs.args",
            "-Xmx768m",
            "-Dspark.master=" + master,
            "io.lakeswarm.jobs.Jobs",
            "silver")
        .with(Map.of("JOB_MEMORY", "1536M"))
        .within(LARGE_JOB);
  }

  /** What {@code make sql} prints for the query. */
  public String sql(String query) {
    return platform.script("jobs/sql.sh", query).within(JOB).run().orThrow().out();
  }

  /** The number of versions and of current rows in silver, and the sum of gold. */
  public List<Integer> totals() {
    String printed = sql(TOTALS);
    String line =
        printed.lines().filter(found -> found.contains("totals")).findFirst().orElse(printed);
    return Arrays.stream(line.split("\\D+"))
        .filter(digits -> !digits.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  /** Every object below bronze, pages and manifests. */
  public List<String> bronze() {
    return store.keys("wsl", BRONZE);
  }

  /** The manifests below bronze, which jobs read; pages that belong to none are nobody's. */
  public List<String> manifests() {
    return bronze().stream().filter(key -> key.contains("/_snapshots/")).toList();
  }

  /** The hash of the catalog's main branch: it changes with every commit. */
  public String mainHash() {
    return catalog("trees/main").at("/reference/hash").asText();
  }

  /** The names of all branches and tags. */
  public List<String> references() {
    return catalog("trees").path("references").findValuesAsText("name");
  }

  /** Tables and views on main, as {@code silver.breweries}. */
  public List<String> tables() {
    return entries(type -> !type.equals("NAMESPACE"));
  }

  /** Namespaces on main, as {@code silver}. */
  public List<String> namespaces() {
    return entries("NAMESPACE"::equals);
  }

  private List<String> entries(Predicate<String> type) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : catalog("trees/main/entries").path("entries")) {
      if (type.test(entry.path("type").asText())) {
        names.add(String.join(".", elements(entry.at("/name/elements"))));
      }
    }
    return names;
  }

  private static List<String> elements(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(element -> all.add(element.asText()));
    return all;
  }

  private JsonNode catalog(String path) {
    Response answer =
        Reconciler.http()
            .auth()
            .preemptive()
            .basic("admin", platform.secret("gateway_password"))
            .get(platform.url(Node.FIRST, 19120) + "/api/v2/" + path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "Nessie answered " + answer.statusCode() + ": " + answer.asString());
    }
    return Reconciler.json(answer.asString());
  }
}
