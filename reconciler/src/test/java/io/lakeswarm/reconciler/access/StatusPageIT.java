package io.lakeswarm.reconciler.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class StatusPageIT {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path FILES =
      ROOT.resolve("reconciler/src/main/resources/META-INF/resources");
  private static final Pattern NAMED =
      Pattern.compile("(?:src=|href=|from |import )[\"'](/[^\"']*)[\"']");
  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript");

  @Test
  void itsFilesNeedNoTokenAndLoadNothingElse() throws IOException {
    Map<String, Response> files = files();

    assertThat(files.keySet()).contains("/", "/app.css", "/app.js").hasSameSizeAs(names());
    files.forEach(
        (path, answer) -> {
          String kind = path.equals("/") ? "html" : path.replaceFirst(".*\\.", "");
          assertThat(answer.statusCode()).as(path).isEqualTo(200);
          assertThat(answer.contentType()).as(path).startsWith(TYPES.get(kind));
          assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
          assertThat(answer.header("Content-Security-Policy"))
              .as(path)
              .isEqualTo(
                  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                      + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                      + " frame-ancestors 'none'");
          assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
          assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
          assertThat(answer.asString()).as(path).doesNotContain(" innerHTML", "eval(");
        });
  }

  @Test
  void nothingIsInlineAndNothingComesFromElsewhere() throws IOException {
    String html = given().get("/").asString();

    assertThat(html).doesNotContainPattern(INLINE);
    assertThat(html.replace("xmlns='http://www.w3.org/2000/svg'", "")).doesNotContain("://");
  }

  @Test
  void theyAreOnlyRead() {
    for (String path : Set.of("/", "/app.js")) {
      given().head(path).then().statusCode(200);
      given().post(path).then().statusCode(401).contentType(ProblemJson.TYPE);
      given().delete(path).then().statusCode(401);
    }
  }

  @Test
  void everyOtherPageOfTheGatewayIsLinked() throws IOException {
    String gateway = Files.readString(ROOT.resolve("stacks/edge/gateway.cfg"));
    Set<String> published = matches("bind :(\\d+) \"\\$\\{GATEWAY_BIND", gateway);
    published.remove("8088"); // This page.

    assertThat(matches("data-port=\"(\\d+)\"", given().get("/").asString()))
        .isEqualTo(published)
        .isNotEmpty();
  }

  /** The page, and whatever it and its files name. */
  private static Map<String, Response> files() {
    Map<String, Response> found = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(Set.of("/"));
    while (!open.isEmpty()) {
      String path = open.pop();
      if (!found.containsKey(path)) {
        found.put(path, given().get(path));
        open.addAll(matches(NAMED.pattern(), found.get(path).asString()));
      }
    }
    return found;
  }

  private static Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static Set<String> matches(String pattern, String text) {
    Set<String> all = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }
}
