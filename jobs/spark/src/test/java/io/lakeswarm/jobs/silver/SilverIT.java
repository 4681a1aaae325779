package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.LakeFixture;
import io.lakeswarm.jobs.lake.NessieServer;
import io.lakeswarm.jobs.lake.RequiresNessie;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresNessie
class SilverIT {
  private static final String TABLE = "nessie.silver.breweries";
  private static final String A = line("a", "Anchor", "Ireland");
  private static final String A2 = line("a", "Anchor II", "Ireland");
  private static final String B = line("b", "Bell", "England");
  private static final String C = line("c", "Crown", " United States");
  private static final String D = line("d", "Dog", "");

  @TempDir Path temp;
  private NessieServer nessie;
  private LakeFixture lake;
  private BronzeFixture bronze;

  @BeforeEach
  void start() throws Exception {
    nessie = NessieServer.shared();
    nessie.namespace("silver");
    lake = new LakeFixture(nessie, temp.resolve("warehouse"));
    bronze = new BronzeFixture(temp.resolve("lake"));
  }

  @Test
  void keepsTheHistoryOfEveryBrewery() throws Exception {
    bronze.snapshot("20", List.of(A, B, C));
    assertThat(run()).isEqualTo(result("20", 3, 3, 0, 3));

    bronze.snapshot("21", List.of(A2, C, D));
    assertThat(run()).isEqualTo(result("21", 3, 2, 2, 3));

    bronze.snapshot("22", List.of(A2, B, C, D));
    assertThat(run()).isEqualTo(result("22", 4, 1, 0, 4));

    assertThat(history("a"))
        .containsExactly("Anchor 2026-11-20..2026-11-21", "Anchor II 2026-11-21..");
    assertThat(history("b")).containsExactly("Bell 2026-11-20..2026-11-21", "Bell 2026-11-22..");
    assertThat(history("c")).containsExactly("Crown 2026-11-20..");
    assertThat(history("d")).containsExactly("Dog 2026-11-21..");
    Row countries =
        lake.row("SELECT collect_set(country), count_if(country IS NULL) FROM " + TABLE);
    assertThat(countries.getList(0))
        .containsExactlyInAnyOrder("Ireland", "England", "United States");
    assertThat(countries.getLong(1)).isEqualTo(1);
    assertThat(nessie.references()).containsExactly("main");
  }

  @Test
  void changesNothingForTheAppliedSnapshot() throws Exception {
    bronze.snapshot("20", List.of(A, B));
    run();
    String head = nessie.main().getHash();
    List<Path> files = filesOfTheWarehouse();

    SilverResult again = run();

    assertThat(again.changed()).isFalse();
    assertThat(again.currentRows()).isEqualTo(2);
    assertThat(nessie.main().getHash()).isEqualTo(head);
    assertThat(filesOfTheWarehouse()).isEqualTo(files);
  }

  @Test
  void writesNoDataForANewerSnapshotWithEqualContent() throws Exception {
    bronze.snapshot("20", List.of(A, B));
    run();
    long data = filesOfTheWarehouse().stream().filter(SilverIT::isData).count();

    bronze.snapshot("21", List.of(B, A));

    assertThat(run()).isEqualTo(new SilverResult(name("21"), 2, 0, 0, 2, 0, false));
    assertThat(filesOfTheWarehouse().stream().filter(SilverIT::isData)).hasSize((int) data);
  }

  @Test
  void refusesASnapshotOlderThanTheAppliedOne() throws Exception {
    Path old = bronze.snapshot("20", List.of(A, B));
    bronze.snapshot("21", List.of(A2, B));
    run();
    refused(
        () -> SilverJob.run(bronze.options(old), lake.conf()), "not newer than the last applied");
  }

  @Test
  void refusesHalfASnapshotAndLeavesMainAlone() throws Exception {
    bronze.snapshot("20", List.of(A, B));
    run();
    String head = nessie.main().getHash();
    bronze.snapshot("21", List.of(A2, B, C), 2, 1);

    refused(this::run, "it holds 1 rows, the manifest lists 2");

    assertThat(nessie.main().getHash()).isEqualTo(head);
    assertThat(nessie.references()).containsExactly("main");
  }

  @Test
  void refusesDamagedAndMissingPages() throws Exception {
    bronze.snapshot("20", List.of(A, B));
    Path page = temp.resolve("lake/bronze/breweries/page-0.json.gz");
    Files.write(page, java.util.Arrays.copyOf(Files.readAllBytes(page), 40));
    refused(this::run, "Cannot read the page");
    Files.delete(page);
    refused(this::run, "Cannot read the page");
    assertThat(nessie.references()).containsExactly("main");
  }

  @Test
  void collapsesEqualDuplicatesAndRefusesDifferingOnes() throws Exception {
    bronze.snapshot("20", List.of(A, B, A));
    assertThat(run()).isEqualTo(result("20", 3, 2, 0, 2));

    bronze.snapshot("21", List.of(A, B, C, A2));
    refused(this::run, "more than once with different content: a.");
    assertThat(lake.row("SELECT count(*) FROM " + TABLE).getLong(0)).isEqualTo(2);
  }

  @Test
  void startsAnewWhereARunCrashed() throws Exception {
    Path manifest = bronze.snapshot("20", List.of(A, B));
    Manifest parsed = Manifest.parse("m", Files.readAllBytes(manifest));
    nessie.branch("silver_" + parsed.snapshot().substring(0, 8));

    assertThat(run().newVersions()).isEqualTo(2);
    assertThat(nessie.references()).containsExactly("main");
  }

  @Test
  void saysWhoMakesTheNamespace() throws Exception {
    bronze.snapshot("20", List.of(A));
    NessieServer.shared();
    refused(this::run, "no namespace silver. Add it under nessie.namespaces");
  }

  @Test
  void appliesTheRealSnapshot() throws Exception {
    String path = System.getenv("LAKESWARM_SNAPSHOT");
    assumeThat(path).as("LAKESWARM_SNAPSHOT names the real snapshot").isNotNull();
    List<String> lines = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(path)))) {
      for (JsonNode brewery : new ObjectMapper().readTree(in)) {
        lines.add(brewery.toString());
      }
    }
    bronze.snapshot("20", lines, 200, 0);
    assertThat(run()).isEqualTo(result("20", lines.size(), lines.size(), 0, lines.size()));
    Row dirty =
        lake.row(
            "SELECT count_if(country = ' United States'), count_if(country = 'United States') FROM "
                + TABLE);
    assertThat(dirty).isEqualTo(org.apache.spark.sql.RowFactory.create(0L, 8004L));
    assertThat(filesOfTheWarehouse().stream().filter(SilverIT::isData))
        .as("one file a country")
        .hasSize(13);
  }

  private SilverResult run() {
    return SilverJob.run(bronze.options(), lake.conf());
  }

  private SilverResult result(String day, long rowsIn, long opened, long closed, long current)
      throws IOException {
    return new SilverResult(name(day), rowsIn, opened, closed, current, 0, true);
  }

  private String name(String day) throws IOException {
    try (Stream<Path> manifests = Files.list(temp.resolve("lake/bronze/breweries/_snapshots"))) {
      return manifests
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("202611" + day))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<String> history(String id) {
    return lake.row(
            "SELECT sort_array(collect_list(concat(name, ' ', date(valid_from), '..',"
                + " if(is_current, '', string(date(valid_to)))))) FROM "
                + TABLE
                + " WHERE id = '"
                + id
                + "'")
        .getList(0);
  }

  private List<Path> filesOfTheWarehouse() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("warehouse"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.toString().endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static boolean isData(Path file) {
    return file.toString().endsWith(".parquet");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable run, String cause) {
    assertThatThrownBy(run).isInstanceOf(JobFailure.class).hasMessageContaining(cause);
  }

  private static String line(String id, String name, String country) {
    return String.format(
        "{\"id\":\"%s\",\"name\":\"%s\",\"country\":\"%s\",\"latitude\":\"1.5\"}",
        id, name, country);
  }
}
