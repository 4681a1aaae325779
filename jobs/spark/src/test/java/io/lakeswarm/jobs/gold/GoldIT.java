package io.lakeswarm.jobs.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.LakeFixture;
import io.lakeswarm.jobs.lake.NessieServer;
import io.lakeswarm.jobs.lake.RequiresNessie;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresNessie
class GoldIT {
  @TempDir Path temp;
  private NessieServer nessie;
  private LakeFixture lake;

  @BeforeEach
  void start() throws Exception {
    nessie = NessieServer.shared();
    lake = new LakeFixture(nessie, temp.resolve("warehouse"));
  }

  @Test
  void countsCurrentRowsAndWritesTheViewOnce() throws Exception {
    nessie.namespace("silver");
    nessie.namespace("gold");
    sql(
        "CREATE TABLE nessie.silver.breweries (country STRING, brewery_type STRING, is_current BOOLEAN)",
        "INSERT INTO nessie.silver.breweries VALUES ('Ireland','micro',true),('Ireland','micro',true),"
            + "('Ireland','large',true),('Ireland','nano',false)");
    assertThat(GoldJob.run(lake.conf())).isEqualTo(new GoldResult(2, 3, true));

    String head = nessie.main().getHash();
    assertThat(GoldJob.run(lake.conf())).isEqualTo(new GoldResult(2, 3, false));
    assertThat(nessie.main().getHash()).isEqualTo(head);

    sql("CREATE OR REPLACE VIEW " + GoldView.PATH + " AS SELECT 1 AS brewery_count");
    assertThat(GoldJob.run(lake.conf())).isEqualTo(new GoldResult(2, 3, true));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThatThrownBy(() -> GoldJob.run(lake.conf()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("no namespace gold");
    nessie.namespace("gold");
    assertThatThrownBy(() -> GoldJob.run(lake.conf()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("Run the silver job first");
  }

  private void sql(String... statements) {
    try (SparkSession spark = SparkSession.builder().config(lake.conf()).getOrCreate()) {
      for (String statement : statements) {
        spark.sql(statement);
      }
    }
  }
}
