package io.lakeswarm.jobs.silver;

import io.lakeswarm.jobs.lake.LakeFiles;
import io.lakeswarm.jobs.lake.LakeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads pages on an executor, one in memory at a time. The run fails for a damaged page (gzip's
 * checksum) and for a page whose number of rows differs from the manifest.
 */
final class PageReader implements FlatMapFunction<Iterator<PageRef>, Row> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final LakeSettings settings;
  private final PageTally tally;

  PageReader(String root, LakeSettings settings, PageTally tally) {
    this.root = root;
    this.settings = settings;
    this.tally = tally;
  }

  @Override
  public Iterator<Row> call(Iterator<PageRef> pages) {
    FileIO files = LakeFiles.open(settings);
    TaskCompletionListener close = context -> files.close();
    TaskContext.get().addTaskCompletionListener(close);
    PageParser parser = new PageParser();
    return new Rows(pages, page -> read(files, parser, page));
  }

  private List<Row> read(FileIO files, PageParser parser, PageRef page) {
    String location = root + "/" + page.key();
    try (InputStream in = files.newInputFile(location).newStream();
        GZIPInputStream content = new GZIPInputStream(in, 1 << 16)) {
      List<Row> rows = new ArrayList<>((int) page.rows());
      PageStats stats = parser.parse(content.readAllBytes(), rows::add);
      if (stats.rows() != page.rows()) {
        throw new IOException(
            "it holds " + stats.rows() + " rows, the manifest lists " + page.rows());
      }
      tally.add(Map.entry(page.key(), stats));
      return rows;
    } catch (IOException | RuntimeException e) {
      throw new BadPageException(location, e);
    }
  }

  /** Returns the rows of the pages, one page after the other. */
  private static final class Rows implements Iterator<Row> {
    private final Iterator<PageRef> pages;
    private final java.util.function.Function<PageRef, List<Row>> read;
    private Iterator<Row> current = List.<Row>of().iterator();

    Rows(Iterator<PageRef> pages, java.util.function.Function<PageRef, List<Row>> read) {
      this.pages = pages;
      this.read = read;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && pages.hasNext()) {
        current = read.apply(pages.next()).iterator();
      }
      return current.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      return current.next();
    }
  }
}
