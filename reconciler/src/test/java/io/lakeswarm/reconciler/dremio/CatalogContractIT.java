package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.minio.SettableClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator keeps the tables on reading, making, changing and removing sources. */
class CatalogContractIT {
  private static final String CATALOG = "/api/v3/catalog";

  private final SettableClock clock = new SettableClock();
  private final FakeBackends backends = new FakeBackends("K", "S");
  private DremioSimulator server = new DremioSimulator(DremioProfile.V26_0_5, backends, clock);
  private Person admin = Person.at(server.uri());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theRootListsNamesOnly() {
    create();

    admin
        .get(CATALOG)
        .then()
        .statusCode(200)
        .body("data[0].path", equalTo(java.util.List.of("minio")))
        .body("data[0].containerType", equalTo("SOURCE"))
        .body("data[0].config", nullValue())
        .body("data[0].state", nullValue());
    admin.get("/api/v3/source").then().body("data[0].config", notNullValue());
  }

  @Test
  void whatIsNotThereIsA404() {
    admin
        .get(CATALOG + "/by-path/nessie?exclude=children")
        .then()
        .statusCode(404)
        .body("errorMessage", equalTo("Could not find entity with path [[nessie]]"));
    admin
        .get(CATALOG + "/no-such-id")
        .then()
        .statusCode(404)
        .body("errorMessage", containsString("Could not find entity with id [no-such-id]"));
  }

  @Test
  void aSourceIsMadeWithA200() {
    admin
        .post(CATALOG, Person.s3(body -> {}))
        .then()
        .statusCode(200)
        .body("id", notNullValue())
        .body("tag", notNullValue())
        .body("state.status", equalTo("good"))
        .body("children", hasSize(0));
  }

  @ParameterizedTest
  @CsvSource({
    "id,x,400,Source id is immutable.",
    "tag,x,400,Source tag is immutable.",
    "name,,500,Something went wrong.",
    "entityType,,400,Invalid value.",
    "entityType,space,400,An invalid value was found: space",
    "type,,400,Invalid value found at: config",
    "config,,400,Invalid value found at: config",
    "type,NOPE,400,An invalid value was found: NOPE"
  })
  void aCreationIsReadStrictly(String field, String value, int status, String message) {
    ObjectNode body = Person.s3(source -> source.remove(field));
    if (value != null) {
      body.put(field, value);
    }
    admin.post(CATALOG, body).then().statusCode(status).body("errorMessage", equalTo(message));
  }

  @Test
  void anUnknownFieldOutsideTheSettingsIsIgnored() {
    admin.post(CATALOG, Person.s3(body -> body.put("bogus", 1))).then().statusCode(200);
  }

  @Test
  void aBadNameFailsItsValidation() {
    admin
        .post(CATALOG, Person.s3(body -> body.put("name", "a.b")))
        .then()
        .statusCode(400)
        .body("validationErrorMessages.fieldErrorMessages.name", hasSize(1));
  }

  @Test
  void aSecondOneOfTheNameIsA409() {
    create();
    admin
        .post(CATALOG, Person.s3(body -> {}))
        .then()
        .statusCode(409)
        .body("errorMessage", equalTo("A source with the name [minio] already exists."));
  }

  @Test
  void whatCannotBeStartedIsNotStored() {
    backends.storeUp = false;
    admin
        .post(CATALOG, Person.s3(body -> {}))
        .then()
        .statusCode(400)
        .body("errorMessage", containsString("Could not connect to S3 source."));
    backends.catalogUp = false;
    admin
        .post(CATALOG, Person.nessie(body -> {}))
        .then()
        .statusCode(400)
        .body("errorMessage", containsString("Make sure that Nessie endpoint URL [http://"));

    admin.get("/api/v3/source").then().body("data", hasSize(0));
  }

  @Test
  void aBadSourceIsReadOnlyWithoutItsChildren() {
    create();
    backends.storeUp = false;
    clock.advance(Duration.ofSeconds(61));

    admin
        .get(CATALOG + "/by-path/minio")
        .then()
        .statusCode(400)
        .body("errorMessage", containsString("[minio] is currently unavailable."));
    admin
        .get(CATALOG + "/by-path/minio?exclude=children")
        .then()
        .statusCode(200)
        .body("state.status", equalTo("bad"));
  }

  @Test
  void itsStateIsCheckedEachMinute() {
    create();
    backends.storeUp = false;
    admin.get(CATALOG + "/by-path/minio").then().statusCode(200);
    clock.advance(Duration.ofSeconds(61));
    assertThat(admin.source("minio").at("/state/status").asText()).isEqualTo("bad");
    backends.storeUp = true;

    assertThat(admin.source("minio").at("/state/status").asText()).isEqualTo("bad");
    clock.advance(Duration.ofSeconds(61));
    assertThat(admin.source("minio").at("/state/status").asText()).isEqualTo("good");
  }

  @Test
  void theStateOfACatalogLeavesItsFilesOut() {
    admin.post(CATALOG, Person.nessie(body -> {})).then().statusCode(200);
    backends.storeUp = false;
    clock.advance(Duration.ofSeconds(61));

    assertThat(admin.source("nessie").at("/state/status").asText()).isEqualTo("good");
  }

  @ParameterizedTest
  @CsvSource({
    "id,other,404,Ids must match.",
    "name,other,404,Source name is immutable.",
    "createdAt,2020-01-01T00:00:00.000Z,404,Creation time is immutable.",
    "tag,,409,Source already exists with name minio.",
    "tag,AAAAAAAAAAA=,409,is out of date"
  })
  void aChangeIsReadStrictly(String field, String value, int status, String message) {
    create();
    ObjectNode body = admin.source("minio");
    String path = CATALOG + "/" + body.path("id").asText();
    body.remove(field);
    if (value != null) {
      body.put(field, value);
    }

    admin.put(path, body).then().statusCode(status).body("errorMessage", containsString(message));
  }

  @Test
  void theTypeCannotBeChanged() {
    create();
    ObjectNode body = Person.nessie(nessie -> nessie.put("name", "minio"));
    ObjectNode actual = admin.source("minio");
    body.put("id", actual.path("id").asText()).put("tag", actual.path("tag").asText());

    admin
        .put(CATALOG + "/" + actual.path("id").asText(), body)
        .then()
        .statusCode(404)
        .body("errorMessage", equalTo("Source type is immutable."));
  }

  @Test
  void whatIsChangedMustBeThere() {
    admin
        .put(CATALOG + "/gone", Person.s3(body -> body.put("id", "gone").put("tag", "x")))
        .then()
        .statusCode(404)
        .body("errorMessage", equalTo("source gone at [/source/gone] not found"));
  }

  @Test
  void aChangeMovesTheTag() {
    create();
    ObjectNode body = admin.source("minio");
    Person.config(body).put("maxCacheSpacePct", 50);
    String path = CATALOG + "/" + body.path("id").asText();

    admin.put(path, body).then().statusCode(200).body("tag", not(body.path("tag").asText()));
    clock.advance(DremioSimulator.GOES_ON);
    admin.put(path, body).then().statusCode(409);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheNewerOneGoesOnAfterItsAnswer(DremioProfile profile) {
    server.close();
    server = new DremioSimulator(profile, backends, clock);
    admin = Person.at(server.uri());
    ObjectNode made =
        (ObjectNode) Person.json(admin.post(CATALOG, Person.s3(body -> {})).asString());
    boolean goesOn = profile == DremioProfile.V26_0_5;

    assertThat(made.path("sourceChangeState").asText()).isEqualTo(goesOn ? "CREATING" : "");
    if (goesOn) {
      admin
          .put(CATALOG + "/" + made.path("id").asText(), made)
          .then()
          .statusCode(400)
          .body("errorMessage", containsString("is being modified. Try again."));
    }
    clock.advance(DremioSimulator.GOES_ON);

    ObjectNode settled = admin.source("minio");
    assertThat(settled.path("sourceChangeState").asText()).isEqualTo(goesOn ? "NONE" : "");
    assertThat(settled.path("tag").equals(made.path("tag"))).isEqualTo(!goesOn);
    admin.put(CATALOG + "/" + made.path("id").asText(), made).then().statusCode(goesOn ? 409 : 200);
  }

  @Test
  void aSourceIsRemovedWithItsTagEncoded() {
    create();
    ObjectNode source = admin.source("minio");
    String path = CATALOG + "/" + source.path("id").asText();
    String tag = URLEncoder.encode(source.path("tag").asText(), StandardCharsets.UTF_8);

    admin.delete(path + "?tag=wrong").then().statusCode(409);
    admin.delete(path + "?tag=" + tag).then().statusCode(204);
    admin.delete(path).then().statusCode(404);
  }

  @Test
  void sourcesOutliveTheProcessAndNotTheVolume() {
    create();
    server.restart();
    assertThat(admin.source("minio").at("/state/status").asText()).isEqualTo("good");
    server.wipe();

    Person.at(server.uri()).get("/api/v3/source").then().body("data", hasSize(0));
  }

  private void create() {
    admin.post(CATALOG, Person.s3(body -> {})).then().statusCode(200);
    clock.advance(DremioSimulator.GOES_ON);
  }
}
