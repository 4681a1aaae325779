package io.lakeswarm.reconciler.dremio;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.lakeswarm.reconciler.minio.SettableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator keeps the table on queries, and its volume in a directory. */
class JobContractIT {
  private final SettableClock clock = new SettableClock();
  private final FakeBackends backends = new FakeBackends("K", "S");
  private final DremioSimulator server =
      new DremioSimulator(DremioProfile.V26_0_5, backends, clock);
  private final Person admin = Person.at(server.uri());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT 1,COMPLETED,''",
    "SHOW BRANCHES IN nessie,COMPLETED,''",
    "SHOW BRANCHES IN nowhere,FAILED,not found",
    "SELECT nonsense FROM,FAILED,PARSE ERROR"
  })
  void everyQueryIsTakenAndItsJobTells(String sql, String end, String error) {
    admin.post("/api/v3/catalog", Person.nessie(body -> {})).then().statusCode(200);

    String id = submit(sql);

    await().atMost(SOON).until(() -> admin.get("/api/v3/job/" + id).path("jobState").equals(end));
    admin.get("/api/v3/job/" + id).then().body("errorMessage", containsString(error));
  }

  @Test
  void resultsComeAfterTheEndAndInParts() {
    String id = submit("SELECT 1");
    String results = "/api/v3/job/" + id + "/results";

    admin
        .get(results + "?offset=0&limit=100")
        .then()
        .statusCode(400)
        .body("errorMessage", containsString("that is in [ENQUEUED] state."));
    for (int i = 0; i < 3; i++) {
      admin.get("/api/v3/job/" + id).then().statusCode(200);
    }
    admin.get(results + "?offset=0&limit=100").then().statusCode(200).body("rowCount", equalTo(1));
    admin.get(results + "?offset=0&limit=501").then().statusCode(400);
  }

  @Test
  void unknownJobsAndFieldsAreRefused() {
    admin.get("/api/v3/job/none").then().statusCode(404);
    admin
        .post("/api/v3/sql", "{\"sql\":\"SELECT 1\",\"x\":1}")
        .then()
        .statusCode(400)
        .body("errorMessage", equalTo("Invalid value found at: x"));
  }

  @Test
  void aVolumeInADirectoryOutlivesItsProcess(@TempDir Path directory) {
    DremioSimulator first = in(directory);
    Person person = Person.at(first.uri());
    person.post("/api/v3/catalog", Person.s3(body -> {})).then().statusCode(200);
    String clusterId = first.volume().clusterId();
    first.close();

    DremioSimulator second = in(directory);
    try {
      new Person(second.uri())
          .signedIn()
          .get("/api/v3/catalog/by-path/minio?exclude=children")
          .then()
          .statusCode(200)
          .body("config.accessSecret", equalTo("$DREMIO_EXISTING_VALUE$"));
      new Person(second.uri())
          .login("admin", Person.PASSWORD)
          .then()
          .body("clusterId", equalTo(clusterId));
    } finally {
      second.close();
    }
  }

  private DremioSimulator in(Path directory) {
    return new DremioSimulator(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        DremioProfile.V25_2_0,
        DremioVolume.in(directory, clock),
        backends,
        clock);
  }

  private String submit(String sql) {
    return admin
        .post("/api/v3/sql", Person.json("{'sql':'%s'}", sql))
        .then()
        .statusCode(200)
        .extract()
        .path("id");
  }
}
