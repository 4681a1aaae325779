package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.minio.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator keeps the tables on a source's settings and secrets. */
class SettingsContractIT {
  private static final String CATALOG = "/api/v3/catalog";

  private final SettableClock clock = new SettableClock();
  private final FakeBackends backends = new FakeBackends("K", "S");
  private DremioSimulator server = new DremioSimulator(DremioProfile.V26_0_5, backends, clock);
  private Person admin = Person.at(server.uri());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "S3|bogus|1|bogus",
        "S3|type|'S3'|type",
        "S3|asyncEnabled|true|asyncEnabled",
        "S3|storageProvider|'AWS'|storageProvider",
        "NESSIE|enableAsync|true|enableAsync",
        "NESSIE|compatibilityMode|true|compatibilityMode",
        "NESSIE|allowCreateDrop|true|allowCreateDrop",
        "S3|credentialType|'WORD'|credentialType",
        "NESSIE|nessieAuthType|'BASIC'|nessieAuthType",
        "S3|secure|'maybe'|secure",
        "S3|propertyList|[{'name':'a','z':'b'}]|propertyList[0].z",
        "S3|propertyList|[{'name':'a','value':true}]|propertyList[0].value"
      })
  void aWrongSettingIsNamed(String type, String name, String value, String path) {
    admin
        .post(CATALOG, with(type, name, value))
        .then()
        .statusCode(400)
        .body("errorMessage", equalTo("Invalid value found at: " + path));
  }

  @ParameterizedTest
  @EnumSource
  void eachProfileRefusesByName(DremioProfile profile) {
    server.close();
    server = new DremioSimulator(profile, backends, clock);
    admin = Person.at(server.uri());

    admin
        .post(CATALOG, with("NESSIE", "newerThanThis", "true"))
        .then()
        .statusCode(400)
        .body("errorMessage", equalTo("Invalid value found at: newerThanThis"));
    admin.post(CATALOG, Person.nessie(body -> {})).then().statusCode(200);
  }

  @Test
  void textIsTakenForABoolean() {
    admin.post(CATALOG, with("S3", "secure", "'false'")).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NESSIE|nessieEndpoint|'http://nessie:19120/api/v1'|Invalid API version",
        "NESSIE|nessieEndpoint|'nessie:19120/api/v2'|must be a valid http or https address",
        "NESSIE|nessieEndpoint|'http://elsewhere/api/v2'|Make sure that Nessie endpoint URL",
        "NESSIE|nessieAuthType|'BEARER'|bearer token provided is empty",
        "NESSIE|nessieAuthType|null|bearer token provided is empty",
        "NESSIE|credentialType|null|Could not connect to S3",
        "NESSIE|awsRootPath|'s3://warehouse'|Invalid AWS Root Path",
        "NESSIE|secure|null|Could not connect to S3",
        "NESSIE|awsAccessSecret|'wrong'|Could not connect to S3",
        "NESSIE|propertyList|[]|Credential Verification failed.",
        "S3|compatibilityMode|false|Credential Verification failed.",
        "S3|secure|true|Could not connect to S3",
        "S3|accessSecret|'wrong'|Could not connect to S3",
        "S3|accessSecret|'$DREMIO_EXISTING_VALUE$'|no such secret",
        "S3|propertyList|[{'name':'fs.s3a.endpoint','value':'http://minio:9000'}]|connect to S3"
      })
  void whatCannotWorkIsRefused(String type, String name, String value, String message) {
    admin
        .post(CATALOG, with(type, name, value))
        .then()
        .statusCode(400)
        .body("errorMessage", containsString(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'bogus':1,'datasetUpdateMode':'PREFETCH'}|400|metadataPolicy.bogus",
        "{'authTTLMs':60000}|500|Something went wrong.",
        "{'authTTLMs':null,'datasetUpdateMode':'PREFETCH'}|400|metadataPolicy.authTTLMs",
        "{'authTTLMs':1,'datasetUpdateMode':'PREFETCH'}|400|below its minimum"
      })
  void aPolicyIsReadStrictly(String policy, int status, String message) {
    admin
        .post(CATALOG, Person.s3(body -> body.set("metadataPolicy", Person.json(policy))))
        .then()
        .statusCode(status)
        .body("errorMessage", containsString(message));
  }

  @Test
  void aCatalogsPolicyIsTheServersOwn() {
    ObjectNode body =
        Person.nessie(
            nessie ->
                nessie.set(
                    "metadataPolicy",
                    Person.json("{'authTTLMs':60000,'datasetUpdateMode':'PREFETCH_QUERIED'}")));

    admin
        .post(CATALOG, body)
        .then()
        .body("metadataPolicy.authTTLMs", equalTo(3_153_600_000_000L))
        .body("metadataPolicy.datasetUpdateMode", equalTo("PREFETCH"));
  }

  @Test
  void defaultsAreShownAndSecretsAreNot() {
    admin
        .post(CATALOG, with("S3", "allowCreateDrop", "true"))
        .then()
        .statusCode(200)
        .body("config.accessSecret", equalTo("$DREMIO_EXISTING_VALUE$"))
        .body("config.accessKey", equalTo("K"))
        .body("config.enableFileStatusCheck", equalTo(true))
        .body("config.maxCacheSpacePct", equalTo(100))
        .body("config.containsKey('allowCreateDrop')", equalTo(false))
        .body("config.containsKey('awsProfile')", equalTo(false));
  }

  @ParameterizedTest
  @CsvSource({
    "maxCacheSpacePct,50,0",
    "defaultCtasFormat,PARQUET,0",
    "rootPath,/elsewhere,1",
    "requesterPays,true,1",
    "accessSecret,S,1"
  })
  void aChangeOfAnObjectStoreMayCostWhatPeopleDefined(String name, String value, int dropped) {
    admin.post(CATALOG, Person.s3(body -> {})).then().statusCode(200);
    change("minio", name, value);

    assertThat(server.metadataDropped().getOrDefault("minio", 0)).isEqualTo(dropped);
    assertThat(server.restarts()).containsEntry("minio", 1);
    assertThat(server.settings("minio").path("accessSecret").asText()).isEqualTo("S");
  }

  @Test
  void anotherOrderOfPropertiesIsAChange() {
    admin.post(CATALOG, Person.s3(body -> {})).then().statusCode(200);
    clock.advance(DremioSimulator.GOES_ON);
    ObjectNode body = admin.source("minio");
    ArrayNode properties = Person.config(body).withArray("/propertyList");
    properties.add(properties.remove(0));
    admin.put(CATALOG + "/" + body.path("id").asText(), body).then().statusCode(200);

    assertThat(server.metadataDropped()).containsEntry("minio", 1);
  }

  @Test
  void aChangeOfACatalogCostsARestartOnly() {
    admin.post(CATALOG, Person.nessie(body -> {})).then().statusCode(200);
    change("nessie", "awsAccessSecret", "S");

    assertThat(server.metadataDropped()).isEmpty();
    assertThat(server.restarts()).containsEntry("nessie", 1);
  }

  private void change(String source, String name, String value) {
    clock.advance(DremioSimulator.GOES_ON);
    ObjectNode body = admin.source(source);
    Person.config(body).put(name, value);
    admin.put(CATALOG + "/" + body.path("id").asText(), body).then().statusCode(200);
  }

  private static ObjectNode with(String type, String name, String value) {
    ObjectNode source = type.equals("S3") ? Person.s3(body -> {}) : Person.nessie(body -> {});
    Person.config(source).set(name, Person.json(value));
    return source;
  }
}
