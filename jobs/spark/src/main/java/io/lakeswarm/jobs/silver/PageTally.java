package io.lakeswarm.jobs.silver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts by page, so that a page read twice (by a retried task) counts once. Thread-safe, because a
 * heartbeat serialises it while a task still adds to it.
 */
final class PageTally extends AccumulatorV2<Map.Entry<String, PageStats>, PageStats> {
  private static final long serialVersionUID = 1L;

  private final ConcurrentHashMap<String, PageStats> pages = new ConcurrentHashMap<>();

  @Override
  public boolean isZero() {
    return pages.isEmpty();
  }

  @Override
  public PageTally copy() {
    PageTally copy = new PageTally();
    copy.pages.putAll(pages);
    return copy;
  }

  @Override
  public void reset() {
    pages.clear();
  }

  @Override
  public void add(Map.Entry<String, PageStats> page) {
    pages.put(page.getKey(), page.getValue());
  }

  @Override
  public void merge(AccumulatorV2<Map.Entry<String, PageStats>, PageStats> other) {
    pages.putAll(((PageTally) other).pages);
  }

  @Override
  public PageStats value() {
    return pages.values().stream().reduce(PageStats.NONE, PageStats::plus);
  }
}
