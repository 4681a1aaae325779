package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeStatementTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void namesThePartitionsAsLiterals() {
    assertThat(changes(List.of("Ireland", "England")))
        .contains("t.country IN ('England', 'Ireland')")
        .contains("SET valid_to = TIMESTAMP '2026-11-22T12:00:00Z', is_current = false");
  }

  @Test
  void quotesNamesThatHoldQuotes() {
    assertThat(changes(List.of("Cote d'Ivoire", "a\\b"))).contains("'Cote d\\'Ivoire'", "'a\\\\b'");
  }

  @Test
  void reachesThePartitionWithoutACountry() {
    assertThat(changes(Arrays.asList(null, "Ireland")))
        .contains("(t.country IN ('Ireland') OR t.country IS NULL)");
    assertThat(changes(List.of())).contains("AND false");
  }

  @Test
  void onlyInsertsIntoAnEmptyTable() {
    assertThat(MergeStatement.firstLoad(SilverTable.MAIN, "source", NOON))
        .contains("WHEN NOT MATCHED THEN INSERT")
        .doesNotContain("WHEN MATCHED");
  }

  private static String changes(java.util.Collection<String> countries) {
    return MergeStatement.changes(SilverTable.MAIN, "source", NOON, countries);
  }
}
