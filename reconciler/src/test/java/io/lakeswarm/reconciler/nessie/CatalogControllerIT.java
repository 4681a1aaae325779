package io.lakeswarm.reconciler.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.LakeObjectsLab;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogControllerIT {

  private final FakeNessie nessie = new FakeNessie();
  private final LakeObjectsLab minio = new LakeObjectsLab();
  private final CatalogController controller =
      new CatalogController(nessie.uri(), minio.objects(), new SettableClock());

  @AfterEach
  void stop() {
    controller.close();
    nessie.close();
    minio.close();
  }

  @Test
  void anEmptyCatalogIsConsistent() {
    assertThat(look().reason()).isEqualTo("MetadataFound");
  }

  @Test
  void tablesWhoseMetadataIsGoneAreListed() {
    nessie.putTable(
        "main", "silver.breweries", "s3://warehouse/silver/breweries_1/metadata/1.json");
    nessie.putTable("main", "silver.other", "s3://warehouse/silver/other/meta data/1+2.json");
    minio.put("warehouse", "silver/breweries_1/metadata/1.json");
    minio.put("warehouse", "silver/other/meta data/1+2.json");
    assertThat(look().status()).isEqualTo(ConditionStatus.FALSE);

    minio.loseData();
    minio.put("warehouse", "silver/other/meta data/1+2.json");

    Condition after = look();
    assertThat(after.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(after.reason()).isEqualTo("MetadataLost");
    assertThat(after.message())
        .startsWith("1 of 2 tables")
        .contains("silver.breweries")
        .doesNotContain("silver.other");
  }

  @Test
  void aRefusedLookIsNotALoss() {
    nessie.putTable("main", "silver.breweries", "s3://warehouse/silver/x.json");
    minio.loseUsers();

    assertThatThrownBy(this::look).isInstanceOf(ReconcileException.Unobservable.class);
  }

  private Condition look() {
    var desired = LakeObjectsLab.desired();
    return controller
        .conditions(desired, controller.observe(desired), ApplyReport.NOTHING, Instant.EPOCH)
        .get(0);
  }
}
