package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.observed.ObservedSource.Secret;
import org.junit.jupiter.api.Test;

class AppliedSecretsTest {
  private final MapMemory memory = new MapMemory();
  private final AppliedSecrets applied = new AppliedSecrets(memory);

  @Test
  void aSecretCountsOnTheVolumeItWasWrittenTo() {
    applied.remember("minio", "c1", "right");

    assertThat(applied.compare("minio", "c1", "t1", "right")).isEqualTo(Secret.CURRENT);
    assertThat(applied.compare("minio", "c1", "t1", "other")).isEqualTo(Secret.ROTATED);
    assertThat(applied.compare("minio", "c2", "t1", "right")).isEqualTo(Secret.UNKNOWN);
    assertThat(memory.fact("dremio.secret.minio").orElseThrow()).doesNotContain("right");
  }

  @Test
  void aChangeThatWasBegunCountsOnceTheTagHasMoved() {
    applied.remember("minio", "c1", "old");
    applied.begin("minio", "c1", "t1", "new");

    assertThat(applied.compare("minio", "c1", "t1", "new")).isEqualTo(Secret.ROTATED);
    assertThat(applied.compare("minio", "c1", "t2", "new")).isEqualTo(Secret.CURRENT);
    assertThat(applied.compare("minio", "c1", "t2", "old")).isEqualTo(Secret.ROTATED);
    applied.clear("minio");
    assertThat(applied.compare("minio", "c1", "t2", "new")).isEqualTo(Secret.UNKNOWN);
  }
}
