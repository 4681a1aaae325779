package io.lakeswarm.e2e.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The table of a committed page: a row for each class of a run, or for each of its tests. The rows
 * of other parts stay. Needs nothing but the JDK, so {@code java TestTable.java} runs it.
 *
 * @param part what ran, the first column
 * @param engine the version of the engine
 */
record TestTable(String part, String engine, LocalDate date) {
  private static final String RULE = "| --- |";

  /** Whether a class or each of its tests has a row. */
  enum Row {
    CLASS,
    TEST
  }

  /** What one class or test did; times are in seconds. */
  record Result(String what, int tests, double seconds, int failed, int skipped) {
    String verdict() {
      if (failed > 0) {
        return failed + " failed";
      }
      return skipped > 0 ? skipped + " skipped" : "passed";
    }
  }

  /** Arguments: PAGE PART ENGINE REPORTS class|test. Ends with 1 when a test failed or none ran. */
  public static void main(String[] args) throws IOException {
    TestTable table = new TestTable(args[1], args[2], LocalDate.now(ZoneOffset.UTC));
    List<Result> results = results(Path.of(args[3]), Row.valueOf(args[4].toUpperCase(Locale.ROOT)));
    Path page = Path.of(args[0]);
    Files.writeString(page, table.replaceRows(Files.readString(page), results));
    results.forEach(result -> System.out.println(table.row(result)));
    if (!allPassed(results)) {
      System.err.println(
          "Cannot accept " + args[1] + ": a test failed or none ran. See " + args[3]);
      System.exit(1);
    }
  }

  /** Returns true when something ran, nothing failed and nothing was left out. */
  static boolean allPassed(List<Result> results) {
    return !results.isEmpty()
        && results.stream().allMatch(result -> result.verdict().equals("passed"));
  }

  /** Returns the page with these rows in the place of this part's; other parts keep theirs. */
  String replaceRows(String page, List<Result> results) {
    List<String> lines = new ArrayList<>(page.lines().toList());
    int rule =
        lines.indexOf(
            lines.stream()
                .filter(line -> line.startsWith(RULE))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The page has no table.")));
    lines.removeIf(line -> line.startsWith("| " + part + " |"));
    lines.addAll(rule + 1, results.stream().map(this::row).toList());
    return String.join("\n", lines) + "\n";
  }

  String row(Result result) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.0f | %s | %s | %s |",
        part,
        result.what(),
        result.tests(),
        result.seconds(),
        result.verdict(),
        engine,
        date);
  }

  /** Returns what the XML reports in this folder say, by name. */
  static List<Result> results(Path reports, Row row) throws IOException {
    if (!Files.isDirectory(reports)) {
      return List.of();
    }
    List<Result> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.filter(TestTable::isReport).sorted().toList()) {
        results.addAll(row == Row.CLASS ? List.of(ofClass(file)) : ofTests(file));
      }
    }
    return results;
  }

  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static Result ofClass(Path file) throws IOException {
    Element suite = parse(file).getDocumentElement();
    int failed = count(suite, "failure") + count(suite, "error");
    return new Result(
        simpleName(suite.getAttribute("name")),
        count(suite, "testcase"),
        Double.parseDouble(suite.getAttribute("time")),
        failed,
        count(suite, "skipped"));
  }

  private static List<Result> ofTests(Path file) throws IOException {
    NodeList cases = parse(file).getElementsByTagName("testcase");
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      int failed = count(test, "failure") + count(test, "error");
      results.add(
          new Result(
              test.getAttribute("name"),
              1,
              Double.parseDouble(test.getAttribute("time")),
              failed,
              count(test, "skipped")));
    }
    return results;
  }

  private static int count(Element within, String name) {
    return within.getElementsByTagName(name).getLength();
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Document parse(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Cannot read the report " + file, e);
    }
  }
}
