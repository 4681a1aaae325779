package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilverOptionsTest {
  @Test
  void takesTheNewestManifestOfTheLake() {
    SilverOptions options = SilverOptions.parse(List.of());
    assertThat(options.manifest()).isEmpty();
    assertThat(options.snapshots()).isEqualTo("s3://wsl/bronze/breweries/_snapshots/");
  }

  @Test
  void takesWhatIsNamed() {
    SilverOptions options =
        SilverOptions.parse(List.of("--manifest", "file:/m.json", "--bronze", "file:/b/"));
    assertThat(options.manifest()).hasValue("file:/m.json");
    assertThat(options.bronze()).isEqualTo("file:/b");
  }

  @Test
  void refusesUnknownKeys() {
    assertThatThrownBy(() -> SilverOptions.parse(List.of("--manifests", "x")))
        .isInstanceOf(UsageException.class);
  }
}
