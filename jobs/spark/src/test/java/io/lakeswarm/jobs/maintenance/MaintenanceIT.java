package io.lakeswarm.jobs.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.LakeFixture;
import io.lakeswarm.jobs.lake.NessieServer;
import io.lakeswarm.jobs.lake.RequiresNessie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresNessie
class MaintenanceIT {
  private static final MaintenanceOptions TABLE =
      MaintenanceOptions.parse(List.of("--table", "silver.t"));

  @TempDir Path temp;
  private NessieServer nessie;
  private LakeFixture lake;

  @BeforeEach
  void start() throws Exception {
    nessie = NessieServer.shared();
    nessie.namespace("silver");
    lake = new LakeFixture(nessie, temp.resolve("warehouse"));
  }

  @Test
  void joinsSmallFilesAndManifestsOnce() throws Exception {
    table(6);
    MaintenanceResult result = MaintenanceJob.run(TABLE, lake.conf());

    assertThat(result.files()).isEqualTo(6);
    assertThat(result.manifests()).isPositive();
    assertThat(rows("nessie.silver.t")).isEqualTo(6);
    assertThat(files()).isEqualTo(1);
    assertThat(nessie.references()).containsExactly("main");

    String head = nessie.main().getHash();
    assertThat(MaintenanceJob.run(TABLE, lake.conf())).isEqualTo(new MaintenanceResult(0, 0));
    assertThat(nessie.main().getHash()).isEqualTo(head);
  }

  @Test
  void leavesWhatIsNotWorthACommit() throws Exception {
    table(4);
    String head = nessie.main().getHash();
    assertThat(MaintenanceJob.run(TABLE, lake.conf())).isEqualTo(new MaintenanceResult(0, 0));
    assertThat(nessie.main().getHash()).isEqualTo(head);
  }

  @Test
  void anotherBranchStillReadsTheFilesThatMainNoLongerNeeds() throws Exception {
    table(6);
    nessie.branch("keep");
    MaintenanceJob.run(TABLE, lake.conf());
    sql("DELETE FROM nessie.silver.t");
    assertThat(rows("nessie.silver.`t@keep`")).isEqualTo(6);
  }

  @Test
  void startsAnewWhereARunCrashed() throws Exception {
    table(5);
    nessie.branch("maintenance_silver_t");
    assertThat(MaintenanceJob.run(TABLE, lake.conf()).files()).isEqualTo(5);
    assertThat(nessie.references()).containsExactly("main");
  }

  @Test
  void saysWhichTableIsMissing() {
    assertThatThrownBy(() -> MaintenanceJob.run(TABLE, lake.conf()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("Cannot maintain nessie.silver.t: there is no such table");
  }

  private void table(int commits) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE nessie.silver.t (n INT) USING iceberg");
    for (int i = 0; i < commits; i++) {
      statements.add("INSERT INTO nessie.silver.t VALUES (" + i + ")");
    }
    sql(statements.toArray(String[]::new));
  }

  private void sql(String... statements) {
    try (SparkSession spark = SparkSession.builder().config(lake.conf()).getOrCreate()) {
      for (String statement : statements) {
        spark.sql(statement);
      }
    }
  }

  private long rows(String table) {
    return lake.row("SELECT count(*) FROM " + table).getLong(0);
  }

  private long files() {
    return lake.row("SELECT count(*) FROM nessie.silver.t.files").getLong(0);
  }
}
