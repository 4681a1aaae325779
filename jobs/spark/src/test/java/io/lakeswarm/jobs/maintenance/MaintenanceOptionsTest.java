package io.lakeswarm.jobs.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeswarm.jobs.cli.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceOptionsTest {
  @Test
  void maintainsSilverUnlessToldOtherwise() {
    assertThat(MaintenanceOptions.parse(List.of()).table().path())
        .isEqualTo("nessie.silver.breweries");
    assertThat(MaintenanceOptions.parse(List.of("--table", "a.b")).table().path())
        .isEqualTo("nessie.a.b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"breweries", "a.b.c", "a.", ".b", "a.b@main", "a.b;DROP"})
  void refusesWhatIsNoTable(String table) {
    assertThatThrownBy(() -> MaintenanceOptions.parse(List.of("--table", table)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not a namespace.name");
  }
}
