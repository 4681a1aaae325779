package io.lakeswarm.reconciler.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.LakeObjectsLab;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.minio.SettableClock;
import io.lakeswarm.reconciler.observed.Reset;
import io.lakeswarm.reconciler.plan.Plan;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.status.ApplyReport;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionStatus;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogControllerIT {
  private static final String METADATA = "silver/breweries_1/metadata/1.json";

  private final FakeNessie nessie = new FakeNessie();
  private final LakeObjectsLab minio = new LakeObjectsLab();
  private final SettableClock clock = new SettableClock();
  private final ResetFacts facts = new ResetFacts(new MapMemory());
  private final CatalogController controller =
      new CatalogController(nessie.uri(), minio.objects(), facts, Duration.ofHours(24), clock);

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

  @Test
  void aSnapshotWhoseManifestListIsGoneIsFound() {
    String list = "silver/breweries_1/metadata/snap-2.avro";
    nessie.putTable("main", "silver.breweries", "s3://warehouse/" + METADATA);
    minio.put("warehouse", METADATA, metadata("s3://warehouse/" + list));
    minio.put("warehouse", list, "");
    assertThat(look().reason()).isEqualTo("MetadataFound");
    assertThat(minio.reads()).isEqualTo(1);

    minio.remove("warehouse", list);
    assertThat(look().reason()).as("not looked at each time").isEqualTo("MetadataFound");
    assertThat(minio.reads()).isZero();
    clock.advance(Duration.ofMinutes(10));
    Condition after = look();
    assertThat(after.reason()).isEqualTo("SnapshotLost");
    assertThat(after.message()).contains("silver.breweries (s3://warehouse/" + list + ")");

    minio.put("warehouse", list, "");
    assertThat(look().reason()).as("its repair is seen at once").isEqualTo("MetadataFound");
  }

  @Test
  void aTableThatChangedIsLookedAtAtOnceAndDamagedMetadataIsNamed() {
    nessie.putTable("main", "silver.breweries", "s3://warehouse/" + METADATA);
    minio.put("warehouse", METADATA);
    look();
    String next = METADATA.replace("1.json", "2.json");
    nessie.putTable("main", "silver.breweries", "s3://warehouse/" + next);
    minio.put("warehouse", next, "{\"snapshots\":[{");

    assertThat(look().message())
        .contains("silver.breweries (s3://warehouse/" + next + ", damaged)");
  }

  @Test
  void onlyAfterALossTheWarehouseIsSearchedForTablesThatTheCatalogDoesNotKnow() {
    String uuid = "_0f8fad5b-d9cb-469f-a165-70867728950e";
    minio.put("warehouse", "silver/breweries" + uuid + "/metadata/1.json");
    minio.put("warehouse", "silver/breweries" + uuid + "/data/country=a&b/1.parquet");
    minio.put("warehouse", "a/b/t&x/metadata/1.json");
    minio.put("warehouse", "stray/file");
    assertThat(look().reason()).isEqualTo("MetadataFound");
    assertThat(minio.reads()).isZero();

    lose();
    Condition lost = look();
    assertThat(lost.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(lost.reason()).isEqualTo("CatalogLost");
    assertThat(lost.message())
        .contains("does not know 2 tables")
        .contains("a.b.t&x (a/b/t&x/), silver.breweries (silver/breweries" + uuid + "/)")
        .contains("register");
    assertThat(minio.reads()).isEqualTo(9);
    look();
    assertThat(minio.reads()).as("not listed each time").isZero();

    nessie.putTable(
        "main", "silver.brewers", "s3://warehouse/silver/breweries" + uuid + "/metadata/1.json");
    assertThat(look().message()).as("registered").contains("know 1 tables").contains("a.b.t&x");
    nessie.putTable("main", "a.b.t&x", "s3://warehouse/a/b/new/metadata/1.json");
    minio.put("warehouse", "a/b/new/metadata/1.json");
    assertThat(look().reason()).as("made anew under its name").isEqualTo("MetadataFound");
    minio.put("warehouse", "gold/t/metadata/1.json");
    clock.advance(Duration.ofMinutes(1));
    assertThat(look().reason()).isEqualTo("CatalogLost");
    clock.advance(Duration.ofHours(24));
    assertThat(look().reason()).as("the loss is long ago").isEqualTo("MetadataFound");
  }

  @Test
  void aTableMadeAndDroppedSinceTheLossWasNotLost() {
    lose();
    minio.put("warehouse", "notebooks/trial/metadata/1.json", clock.instant());
    minio.put("warehouse", "gold/t/metadata/2.json", clock.instant());
    assertThat(look().reason()).isEqualTo("MetadataFound");

    minio.put("warehouse", "gold/t/metadata/1.json", clock.instant().minusSeconds(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(look().message()).contains("know 1 tables").contains("gold.t (gold/t/)");
  }

  @Test
  void whenBothLostTheirDataTheyAgree() {
    minio.put("warehouse", METADATA);
    lose();
    assertThat(look().reason()).isEqualTo("CatalogLost");

    minio.loseData();
    clock.advance(Duration.ofMinutes(1));

    assertThat(look().reason()).isEqualTo("MetadataFound");
  }

  @Test
  void aLargeWarehouseIsNotListedWithoutEnd() {
    for (int i = 0; i < 100; i++) {
      minio.put("warehouse", "silver/t%02d/metadata/1.json".formatted(i));
    }
    lose();

    assertThat(look().message()).contains("know 49 tables").contains("…");
    assertThat(minio.reads()).isEqualTo(100);
  }

  private void lose() {
    facts.write(
        new ResetAction.Record("nessie", Reset.Reason.VOLUME_REPLACED, "t2", List.of()),
        clock.instant());
    facts.write(new ResetAction.Close("nessie", "t2"), clock.instant());
    minio.reads();
  }

  private static String metadata(String manifestList) {
    return """
    {"format-version":2,"properties":{"a":[1,{"b":2}]},"current-snapshot-id":22,
     "snapshots":[{"snapshot-id":11,"summary":{},"manifest-list":"s3://warehouse/gone"},
                  {"snapshot-id":22,"summary":{},"manifest-list":"%s"}]}\
    """
        .formatted(manifestList);
  }

  private Condition look() {
    var desired = LakeObjectsLab.desired();
    return controller
        .conditions(
            desired, controller.observe(desired), Plan.EMPTY, ApplyReport.NOTHING, Instant.EPOCH)
        .get(0);
  }
}
