package io.lakeswarm.reconciler.dremio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.desired.DremioSpec;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceBodyTest {
  private static final Credentials KEY = new Credentials("KEYNAME", "key-secret");

  private final SourceBody nessie = body(DremioLab.KIT.dremio().sources().get(0));
  private final SourceBody minio = body(DremioLab.KIT.dremio().sources().get(1));

  @Test
  void theCatalogIsAsPeopleMadeItByHand() {
    JsonNode config = nessie.created().path("config");

    assertThat(config.path("nessieEndpoint").asText()).isEqualTo("http://nessie:19120/api/v2");
    assertThat(config.path("nessieAuthType").asText()).isEqualTo("NONE");
    assertThat(config.path("awsRootPath").asText()).isEqualTo("warehouse");
    assertThat(config.path("awsAccessKey").asText()).isEqualTo("KEYNAME");
    assertThat(config.path("awsAccessSecret").asText()).isEqualTo("key-secret");
    assertThat(config.path("secure").asBoolean(true)).isFalse();
    assertProperties(config);
  }

  @Test
  void theObjectStoreIsInCompatibilityMode() {
    JsonNode config = minio.created().path("config");

    assertThat(config.path("compatibilityMode").asBoolean()).isTrue();
    assertThat(config.path("secure").asBoolean(true)).isFalse();
    assertThat(config.path("accessKey").asText()).isEqualTo("KEYNAME");
    assertProperties(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rootPath|null",
        "enableAsync|null",
        "maxCacheSpacePct|100",
        "secure|'false'",
        "accessSecret|'$DREMIO_EXISTING_VALUE$'",
        "allowCreateDrop|true",
        "whitelistedBuckets|[]",
        "propertyList|[{'name':'dremio.s3.compat','value':'true'},"
            + "{'name':'fs.s3a.connection.ssl.enabled','value':'false'},"
            + "{'name':'fs.s3a.path.style.access','value':'true'},"
            + "{'name':'fs.s3a.endpoint','value':'minio:9000'}]"
      })
  void whatMeansTheSameIsNoDrift(String name, String value) {
    ObjectNode actual = minio.created();
    JsonNode other = Person.json(value);
    if (other.isNull()) {
      Person.config(actual).remove(name);
    } else {
      Person.config(actual).set(name, other);
    }

    assertThat(minio.differences(actual)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rootPath|'/elsewhere'",
        "secure|null",
        "compatibilityMode|null",
        "accessKey|'OTHER'",
        "propertyList|null",
        "propertyList|[{'name':'fs.s3a.endpoint','value':'elsewhere:9000'}]"
      })
  void whatDiffersIsNamed(String name, String value) {
    ObjectNode actual = minio.created();
    Person.config(actual).set(name, Person.json(value));

    assertThat(minio.differences(actual)).containsExactly(name);
  }

  @Test
  void aChangeKeepsWhatPeopleSetAndTheSecret() {
    ObjectNode actual = minio.created().put("id", "i").put("tag", "t").put("createdAt", "c");
    actual.put("accelerationNeverExpire", true).put("sourceChangeState", "NONE");
    actual.putObject("state").put("status", "good");
    actual.putArray("children");
    Person.config(actual).put("requesterPays", true).put("rootPath", "/elsewhere");

    ObjectNode body = minio.updated(actual);

    assertThat(body.path("tag").asText()).isEqualTo("t");
    assertThat(body.path("createdAt").asText()).isEqualTo("c");
    assertThat(body.path("accelerationNeverExpire").asBoolean()).isTrue();
    assertThat(body.has("state") || body.has("children") || body.has("sourceChangeState"))
        .isFalse();
    assertThat(body.at("/config/requesterPays").asBoolean()).isTrue();
    assertThat(body.at("/config/rootPath").asText()).isEqualTo("/");
    assertThat(body.at("/config/accessSecret").asText()).isEqualTo("$DREMIO_EXISTING_VALUE$");
    assertThat(minio.updatedWithSecret(actual).at("/config/accessSecret").asText())
        .isEqualTo("key-secret");
  }

  private static void assertProperties(JsonNode config) {
    assertThat(ConfigRules.property(config, "fs.s3a.endpoint")).isEqualTo("minio:9000");
    assertThat(ConfigRules.property(config, "fs.s3a.path.style.access")).isEqualTo("true");
    assertThat(ConfigRules.property(config, "dremio.s3.compat")).isEqualTo("true");
    assertThat(ConfigRules.property(config, "fs.s3a.connection.ssl.enabled")).isEqualTo("false");
    assertThat(config.path("propertyList")).hasSize(4);
  }

  private static SourceBody body(DremioSpec.Source source) {
    return new SourceBody(source, KEY, URI.create("http://minio:9000"));
  }
}
