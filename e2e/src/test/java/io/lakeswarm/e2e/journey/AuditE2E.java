package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lakeswarm.e2e.lab.Airflow;
import io.lakeswarm.e2e.lab.AuditLine;
import io.lakeswarm.e2e.lab.AuditWindow;
import io.lakeswarm.e2e.lab.Breweries;
import io.lakeswarm.e2e.lab.Guard;
import io.lakeswarm.e2e.lab.Lake;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import io.lakeswarm.e2e.lab.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every write and refusal of a whole run of the pipeline is one line of the guard; creates and
 * removes of services and configs are as many as the engine's own events. Within the window the
 * tests write by way of the guard's clients only.
 */
@OnLab
@Order(7)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditE2E {
  private static final String INGESTS = "breweries_hourly";
  private static final List<String> JOBS =
      List.of(
          "breweries-eventual-ddl",
          "breweries-hourly-ingest",
          "breweries-daily-check",
          "breweries-daily-silver",
          "breweries-daily-gold",
          "breweries-daily-maintenance");
  private static final Pattern PLACE = Pattern.compile("Swarm: running.* on (\\S+)");

  private static final String CREATE = "/services/create";
  private static final String INIT = "/services/orchestration_airflow-init";
  private static final String SECRET = "/secrets/none";
  private static final String[] POST = {"-X", "POST", "-d", "{}"};
  private static final String[] DELETE = {"-X", "DELETE"};

  /** How the SHA-256 of no byte, and of "{}", begins. */
  private static final String OF_NOTHING = "e3b0c44298fc1c14";

  private static final String OF_BRACES = "44136fa355b3678a";

  private final Platform platform;
  private final Airflow airflow;
  private final Lake lake;
  private final Guard guard;
  private AuditWindow.Seen seen = new AuditWindow.Seen(List.of(), List.of(), 0);

  AuditE2E(Platform platform) {
    this.platform = platform;
    this.airflow = new Airflow(platform);
    this.lake = new Lake(platform);
    this.guard = new Guard(platform);
  }

  @AfterEach
  void everyNodeTakesTasks() {
    Node.ALL.forEach(node -> platform.lab().availability(node, "active"));
  }

  /** Fails also when a decision of the guard has no line, or two. */
  @Test
  @Order(1)
  void aSecondRunOnOtherNodesChangesNothing() {
    try (Breweries api = new Breweries(Snapshot.file())) {
      if (airflow.lastSuccess(INGESTS).isEmpty()) {
        // This class runs alone: no other has made the first run.
        airflow.pipeline(api.url()).run().orThrow();
      }
      String main = lake.mainHash();
      List<String> bronze = lake.bronze();
      String before = placeOfIngest();
      platform.workers(2);
      try (AuditWindow window = new AuditWindow(platform)) {
        askForWhatIsRefused();
        platform.workers(3);
        platform.workers(2);
        platform.lab().availability(Node.named(before), "pause");
        airflow.pipeline(api.url()).run().orThrow();
        everyNodeTakesTasks();
        seen = window.end();
      }
      assertThat(placeOfIngest()).as("node of the second ingest").isNotEqualTo(before);
      assertThat(lake.mainHash()).as("head of main").isEqualTo(main);
      assertThat(lake.bronze()).as("objects in bronze").isEqualTo(bronze);
    }
    assertThat(platform.swarm().services()).noneMatch(name -> name.contains("breweries"));
  }

  @Test
  @Order(2)
  void aLineSaysWhoDidWhatToWhat() {
    assertThat(writes()).as("the run before").isNotEmpty();
    assertThat(writes())
        .allSatisfy(
            line -> {
              assertThat(line.client()).isIn("reconciler", "airflow");
              assertThat(line.method()).isIn("POST", "DELETE");
              assertThat(line.path()).matches("(/v1\\.\\d+)?/(services|configs)/\\S+");
              assertThat(line.object()).isNotEmpty();
              assertThat(line.body()).matches("[0-9a-f]{16}");
              assertThat(line.body().equals(OF_NOTHING))
                  .as("no body")
                  .isEqualTo(line.method().equals("DELETE"));
            });
    assertThat(seen.reads()).as("reads, which have no line").isGreaterThan(writes().size());
  }

  @Test
  @Order(3)
  void whatWasRefusedIsThereWithItsRuleAndNothingElseWas() {
    assertThat(seen.lines().stream().filter(line -> line.outcome().equals("refused")))
        .extracting(
            AuditLine::client,
            AuditLine::method,
            AuditLine::path,
            AuditLine::rule,
            AuditLine::status,
            AuditLine::body)
        .containsExactlyInAnyOrder(
            tuple("airflow", "POST", "/v1.41" + CREATE, "login", 401, ""),
            tuple("airflow", "POST", "/v1.41" + CREATE, "job.shape", 403, OF_BRACES),
            tuple("airflow", "DELETE", "/v1.41" + INIT, "job.identity", 403, OF_NOTHING),
            tuple("reconciler", "DELETE", "/v1.41" + SECRET, "path", 403, ""),
            tuple("prometheus", "POST", "/v1.41" + CREATE, "path", 403, ""));
  }

  @Test
  @Order(4)
  void createsAndRemovesAreTheEnginesOwnEvents() {
    assertThat(eventsOfLines().filter(AuditE2E::isCreateOrRemove))
        .containsExactlyInAnyOrderElementsOf(
            seen.events().stream().filter(AuditE2E::isCreateOrRemove).toList());
    // The engine tells of its own progress as updates too, so of these there may be more.
    assertThat(seen.events()).containsAll(eventsOfLines().toList());
  }

  @Test
  @Order(5)
  void theRunAndTheScalingAreAmongThem() {
    for (String job : JOBS) {
      for (String action : List.of("create", "remove")) {
        assertThat(seen.events())
            .anyMatch(event -> event.startsWith("service " + action + " airflow-" + job + "-"));
      }
    }
    assertThat(seen.events())
        .contains("service update spark_spark-worker")
        .anyMatch(event -> event.startsWith("config create lakeswarm-"))
        .anyMatch(event -> event.startsWith("config remove lakeswarm-"));
    assertThat(writes().stream().filter(line -> line.rule().equals("service.scale")))
        .extracting(AuditLine::client)
        .hasSizeGreaterThanOrEqualTo(2)
        .containsOnly("reconciler");
  }

  private void askForWhatIsRefused() {
    assertThat(guard.status(2381, CREATE, POST)).as("no login").isEqualTo(401);
    assertThat(guard.status(2381, CREATE, as("airflow", POST))).as("no job").isEqualTo(403);
    assertThat(guard.status(2381, INIT, as("airflow", DELETE))).as("not a job").isEqualTo(403);
    assertThat(guard.status(2375, SECRET, as("reconciler", DELETE))).as(SECRET).isEqualTo(403);
    assertThat(guard.status(2382, CREATE, as("prometheus", POST))).as("no reader").isEqualTo(403);
  }

  private String[] as(String client, String... options) {
    return Stream.of(guard.login(client), options).flatMap(Stream::of).toArray(String[]::new);
  }

  private List<AuditLine> writes() {
    return seen.lines().stream().filter(AuditLine::isAllowed).toList();
  }

  private Stream<String> eventsOfLines() {
    return seen.lines().stream().map(AuditLine::event).flatMap(Optional::stream);
  }

  private static boolean isCreateOrRemove(String event) {
    return !event.contains(" update ");
  }

  /** Host name of the node that ran the ingest of the youngest run that succeeded. */
  private String placeOfIngest() {
    String log = airflow.log(INGESTS, airflow.lastSuccess(INGESTS), "ingest", 1);
    Matcher found = PLACE.matcher(log);
    assertThat(found.find()).as(log).isTrue();
    return found.group(1);
  }
}
