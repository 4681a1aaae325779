package io.lakeswarm.jobs.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.JobFailure;
import io.lakeswarm.jobs.lake.LakeFixture;
import io.lakeswarm.jobs.lake.NessieServer;
import io.lakeswarm.jobs.lake.RequiresNessie;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresNessie
class DdlIT {
  @TempDir Path temp;
  private NessieServer nessie;
  private LakeFixture lake;

  @BeforeEach
  void start() throws Exception {
    nessie = NessieServer.shared();
    lake = new LakeFixture(nessie, temp.resolve("warehouse"));
  }

  @Test
  void makesTableAndViewOnce() throws Exception {
    nessie.namespace("silver");
    nessie.namespace("gold");

    assertThat(DdlJob.run(lake.conf())).isEqualTo(new DdlResult(true, true));
    assertThat(lake.row("SELECT count(*) FROM nessie.silver.breweries").getLong(0)).isZero();
    assertThat(
            lake.row("SELECT count(*) FROM nessie.gold.breweries_by_country_and_type").getLong(0))
        .isZero();

    String head = nessie.main().getHash();
    assertThat(DdlJob.run(lake.conf())).isEqualTo(new DdlResult(false, false));
    assertThat(nessie.main().getHash()).isEqualTo(head);
  }

  @Test
  void namesEveryMissingNamespaceAndMakesNothing() throws Exception {
    assertThatThrownBy(() -> DdlJob.run(lake.conf()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("no namespace silver, gold. Add it under nessie.namespaces");
    nessie.namespace("silver");
    String head = nessie.main().getHash();
    assertThatThrownBy(() -> DdlJob.run(lake.conf()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("no namespace gold.");
    assertThat(nessie.main().getHash()).isEqualTo(head);
  }
}
