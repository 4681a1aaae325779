package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.lakeswarm.reconciler.minio.SettableClock;
import io.restassured.http.ContentType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator keeps the tables on first user, login and tokens. */
class UserContractIT {
  private static final String FIRST = "/apiv2/bootstrap/firstuser";
  private static final String LOGIN = "/apiv2/login";

  private final SettableClock clock = new SettableClock();
  private final DremioSimulator server =
      new DremioSimulator(DremioProfile.V26_0_5, new FakeBackends("K", "S"), clock);
  private final Person anybody = new Person(server.uri());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFirstUserNeedsNoLogin() {
    anybody
        .put(FIRST, Person.user("admin", "Passw0rd"))
        .then()
        .statusCode(200)
        .body("resourcePath", equalTo("/user/admin"))
        .body("userConfig.active", equalTo(true))
        .body("id", not(emptyString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'userName':'admin','password':'short1'}|400|Invalid password: must be at least 8",
        "{'userName':'admin','password':'onlyletters'}|400|Invalid password",
        "{'userName':'admin','password':'1234567890'}|400|Invalid password",
        "{'userName':'admin'}|400|Invalid password",
        "{'userName':'','password':'Passw0rd'}|400|can not contain quotes or colons",
        "{'userName':'a:b','password':'Passw0rd'}|400|can not contain quotes or colons",
        "{'password':'Passw0rd'}|500|Something went wrong.",
        "{'userName':'admin','password':'Passw0rd','createdAt':'x'}|400|createdAt"
      },
      quoteCharacter = '~')
  void aBadFirstUserIsRefused(String body, int status, String message) {
    anybody
        .put(FIRST, Person.json(body))
        .then()
        .statusCode(status)
        .body("errorMessage", containsString(message));
  }

  @Test
  void unknownFieldsOfTheFirstUserAreIgnored() {
    anybody
        .put(FIRST, Person.json("{'userName':'admin','password':'Passw0rd','bogus':1}"))
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Passw0rd", "x"})
  void aSecondFirstUserIsA400WhateverItSays(String password) {
    Person.at(server.uri());

    anybody
        .put(FIRST, Person.user("other", password))
        .then()
        .statusCode(400)
        .body("errorMessage", startsWith("First user can only be created when no user"))
        .body("context", equalTo(java.util.List.of()));
  }

  @Test
  void whatIsNoJsonIsA400InPlainText() {
    anybody.put(FIRST, "{nonsense").then().statusCode(400).contentType("text/plain");
    anybody.request().put(FIRST).then().statusCode(415);
  }

  @Test
  void theLoginTellsWhetherThereIsAUser() {
    anybody
        .get(LOGIN)
        .then()
        .statusCode(403)
        .body("errorMessage", equalTo("No User Available"))
        .body("", hasKey("stackTrace"));
    anybody.login("admin", "Passw0rd").then().statusCode(403);

    Person.at(server.uri());

    anybody.get(LOGIN).then().statusCode(401).body(emptyString());
  }

  @Test
  void withoutUserTheOtherApiSays401() {
    anybody.get("/api/v3/catalog").then().statusCode(401).body(emptyString());
  }

  @Test
  void aLoginTellsTokenAndIdentity() {
    Person.at(server.uri());

    anybody
        .login("admin", "Passw0rd")
        .then()
        .statusCode(200)
        .body("token", hasLength(26))
        .body("clusterId", equalTo(server.volume().clusterId()))
        .body("expires", equalTo(clock.instant().plus(Duration.ofHours(30)).toEpochMilli()))
        .body("version", startsWith("26.0.5"))
        .body("admin", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource({
    "admin,wrong,401,'Login failed: Invalid username or password, user admin'",
    "nobody,Passw0rd,401,'Login failed: Invalid username or password, user nobody'",
    "admin,'',401,cannot be null or empty"
  })
  void aBadLoginIsRefused(String name, String password, int status, String message) {
    Person.at(server.uri());
    anybody
        .login(name, password)
        .then()
        .statusCode(status)
        .body("errorMessage", containsString(message));
  }

  @Test
  void unknownFieldsOfALoginAreRefused() {
    Person.at(server.uri());
    anybody
        .post(LOGIN, "{\"userName\":\"admin\",\"password\":\"Passw0rd\",\"x\":1}")
        .then()
        .statusCode(400)
        .body("errorMessage", equalTo("Invalid value found at: x"));
  }

  @ParameterizedTest
  @CsvSource({
    "_dremio%s,200",
    "Bearer %s,200",
    "_dremio %s,401",
    "Basic %s,401",
    "%s,401",
    "_dremionull,401"
  })
  void aTokenHasItsForm(String header, int status) {
    Person.at(server.uri());
    String token = anybody.login("admin", "Passw0rd").path("token");

    anybody.with(header.formatted(token)).get("/api/v3/catalog").then().statusCode(status);
  }

  @Test
  void aTokenOutlivesTheProcessAndNotTheVolume() {
    Person admin = Person.at(server.uri());
    String before = server.volume().clusterId();

    server.restart();
    admin.get("/api/v3/catalog").then().statusCode(200);
    admin.get(LOGIN).then().statusCode(200).body(equalTo("true"));
    server.wipe();

    admin.get("/api/v3/catalog").then().statusCode(401);
    admin.get(LOGIN).then().statusCode(403);
    assertThat(server.volume().clusterId()).isNotEqualTo(before);
  }

  @Test
  void aTokenEndsByTimeAndByLogout() {
    Person admin = Person.at(server.uri());
    admin.delete(LOGIN).then().statusCode(204);
    admin.get("/api/v3/catalog").then().statusCode(401);

    Person again = new Person(server.uri()).signedIn();
    clock.advance(Duration.ofHours(31));
    again.get("/api/v3/catalog").then().statusCode(401);
  }

  @Test
  void theProcessRemembersThatItHadAUser() {
    Person.at(server.uri());
    anybody.get(LOGIN).then().statusCode(401);
    server.loseVolume();

    anybody.get(LOGIN).then().statusCode(401);
    server.restart();
    anybody.get(LOGIN).then().statusCode(403);
  }

  @Test
  void onlyTheStatusSaysThatItIsUp() {
    anybody.get("/apiv2/server_status").then().statusCode(200).body(equalTo("\"OK\""));
    server.starting(true);

    anybody.get("/apiv2/server_status").then().statusCode(503).body(equalTo("\"MASTER_DOWN\""));
    for (String path : new String[] {"/", "/live", "/api/v2/ping", "/healthz"}) {
      anybody.get(path).then().statusCode(200).contentType(ContentType.HTML);
    }
  }
}
