package io.lakeswarm.jobs.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTallyTest {
  @Test
  void countsAPageThatWasReadTwiceOnce() {
    PageTally driver = new PageTally();
    driver.merge(tally("a", 200));
    driver.merge(tally("a", 200));
    driver.merge(tally("b", 3));
    assertThat(driver.value()).isEqualTo(new PageStats(203, 2));
  }

  @Test
  void startsEmptyOnAnExecutor() {
    PageTally copy = (PageTally) tally("a", 200).copyAndReset();
    assertThat(copy.isZero()).isTrue();
    assertThat(copy.value()).isEqualTo(PageStats.NONE);
  }

  private static PageTally tally(String page, long rows) {
    PageTally tally = new PageTally();
    tally.add(Map.entry(page, new PageStats(rows, 1)));
    return tally;
  }
}
