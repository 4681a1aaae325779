package io.lakeswarm.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeswarm.reconciler.config.DocumentReader;
import io.lakeswarm.reconciler.testing.Documents;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredStateParserTest {

  @Test
  void readsTheFileOfTheKit() {
    DesiredState state = DesiredStateParser.parse(DocumentReader.read(Documents.kit()));

    assertThat(state.workers()).isEqualTo(new WorkersSpec(2, 0, 16));
    assertThat(state.minio().buckets())
        .containsExactly(
            new MinioSpec.Bucket("wsl", false), new MinioSpec.Bucket("warehouse", false));
    assertThat(state.minio().users().get(0).secretKey().secret())
        .isEqualTo("aws_secret_access_key");
    assertThat(state.nessie().namespaces()).containsExactly("silver", "gold");
    assertThat(state.dremio().sources()).hasSize(2);
    assertThat(state.services().driftOf("minio")).isEqualTo(ServicesSpec.Drift.REPAIR);
    assertThat(state.services().driftOf("nessie")).isEqualTo(ServicesSpec.Drift.REPORT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "replicas: 2, min: 0, max: 16|replicas: 17, min: 0, max: 16|spark.workers.replicas|must be"
            + " between min and max (0..16)",
        "min: 0, max: 16|min: 5, max: 4|spark.workers.min|must not be larger than max (5 > 4)",
        "replicas: 2|replicas: two|spark.workers.replicas|must be an integer, but is text",
        "replicas: 2|replicas: 2.5|spark.workers.replicas|must be an integer, but is a number with"
            + " a fraction",
        "replicas: 2|replicas: -1|spark.workers.replicas|must be between 0 and 1000",
        "replicas: 2, min|min|spark.workers.replicas|is missing",
        "lakeswarm/v1|lakeswarm/v2|apiVersion|must be lakeswarm/v1",
        "versioning: false|versioning: yes|minio.buckets[0].versioning|must be true or false, but"
            + " is text",
        "name: warehouse}|name: wsl}|minio.buckets[1]|'wsl' is there twice",
        "name: warehouse}|name: Ware_House}|minio.buckets[1].name|must be a bucket name: 3 to 63 of"
            + " a-z, 0-9, '-' and single '.', no IP address",
        "name: warehouse}|name: 10.0.0.1}|minio.buckets[1].name|must be a bucket name: 3 to 63 of"
            + " a-z, 0-9, '-' and single '.', no IP address",
        "policy: lake-readwrite|policy: root|minio.users[0].policy|names the policy 'root', which"
            + " is not in minio.policies",
        "secret: aws_access_key_id|secret: AKIA1234|minio.users[0].accessKey.secret|must be a"
            + " secret name: up to 64 of a-z, 0-9 and '_'",
        "secret: aws_access_key_id|secret: minio_root_user|minio.users[0].accessKey.secret|is a"
            + " secret of the kit's own services; no user may have it",
        "secret: aws_secret_access_key|secret: reconciler_token|minio.users[0].secretKey.secret|is"
            + " a secret of the kit's own services; no user may have it",
        "rootPath: warehouse|rootPath: ../warehouse|dremio.sources[0].rootPath|must be a bucket, or"
            + " a path in it: letters, digits and ' ._=+@-', without '..'",
        "accessKey: {secret: aws_access_key_id}|accessKey: plain|minio.users[0].accessKey|must be a"
            + " mapping, but is text",
        "file: policies/lake|file: ../../etc/lake|minio.policies[0].file|must be the relative path"
            + " of a .json file without '..'",
        "branches: [main]|branches: main|nessie.branches|must be a list, but is text",
        "[silver, gold]|[silver, silver]|nessie.namespaces[1]|'silver' is there twice",
        "type: S3|type: HDFS|dremio.sources[1].type|must be one of NESSIE, S3",
        "minio: {drift: repair}|minoi: {drift: repair}|services.minoi|is not a service of the kit",
        "{drift: repair}|{drift: maybe}|services.minio.drift|must be one of report, repair"
      })
  void namesWhatIsWrong(String from, String to, String path, String message) {
    String text = Documents.kit();
    assertThat(text).contains(from);

    InvalidDesiredState refusal = refusal(text.replace(from, to));

    assertThat(refusal.problems())
        .extracting(Problem::path, Problem::message)
        .contains(org.assertj.core.groups.Tuple.tuple(path, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://nessie:19120/api/v2",
        "https://catalog.example.com/api/v2/",
        "http://lakehouse_nessie:19120/api/v2",
        "http://10.0.0.7:19120"
      })
  void aCatalogIsAWebAddress(String endpoint) {
    String text = Documents.kit().replace("http://nessie:19120/api/v2", endpoint);
    assertThat(DesiredStateParser.parse(DocumentReader.read(text)).dremio().sources().get(0))
        .returns(endpoint, DremioSpec.Source::endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "jar:file:/x!/y",
        "ftp://nessie/api",
        "nessie:19120",
        "http://user:secret@nessie:19120/api/v2",
        "http://nessie@elsewhere/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
        "http://127.0.0.1:9047/",
        "http://[::1]:9047/",
        "http://nessie:99999999/",
        "http://nessie/../x",
        "http://nessie/api?x=1",
        "http://nessie/api#x",
        "http://nessie/%2e%2e/",
        "http://nessie /",
        "http://nes\u202esie/",
        "http://"
      })
  void anythingElseIsNoCatalog(String endpoint) {
    assertThat(refusal(Documents.kit().replace("http://nessie:19120/api/v2", endpoint)).problems())
        .extracting(Problem::path)
        .contains("dremio.sources[0].endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minio", "minio:9000", "s3.eu-central-1.amazonaws.com", "10.0.0.7:9000"})
  void aStoreIsAHostAndAPort(String endpoint) {
    String text = Documents.kit().replace("minio:9000", endpoint);
    assertThat(DesiredStateParser.parse(DocumentReader.read(text)).dremio().sources().get(1))
        .returns(endpoint, DremioSpec.Source::endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "http://minio:9000",
        "key:secret@minio:9000",
        "minio:9000/wsl",
        "169.254.169.254",
        "127.0.0.1:9000",
        "minio:",
        "minio:0",
        "-minio:9000"
      })
  void anythingElseIsNoStore(String endpoint) {
    assertThat(refusal(Documents.kit().replace("minio:9000", endpoint)).problems())
        .extracting(Problem::path)
        .contains("dremio.sources[1].endpoint");
  }

  /** Each of them would be made on each branch. */
  @Test
  void namespacesAreCountedWithTheirParentsOnEachBranch() {
    String levels = "a.b.c.d.e.f.g.h.i.j";
    assertThat(
            DesiredStateParser.parse(DocumentReader.read(nested(100, levels))).nessie().branches())
        .hasSize(100);
    assertThat(refusal(nested(100, levels + ".k")).problems())
        .extracting(Problem::path, Problem::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "nessie.namespaces",
                "must not be more than 1000 with their parents on all branches"));
    assertThat(refusal(nested(1, "a" + ".a".repeat(20))).problems())
        .extracting(Problem::path)
        .containsExactly("nessie.namespaces[0]");
  }

  private static String nested(int branches, String namespace) {
    String names =
        IntStream.range(0, branches).mapToObj(i -> "b" + i).collect(Collectors.joining(", "));
    return Documents.kit()
        .replace("branches: [main]", "branches: [" + names + "]")
        .replace("[silver, gold]", "[" + namespace + "]");
  }

  @Test
  void aKeyThatHidesIsShown() {
    InvalidDesiredState refusal = refusal(Documents.kit() + "\"a\\u202eb\\e[2J\": 1\n");
    assertThat(refusal.getMessage()).contains("a?b?[2J: is not a known field");
  }

  @Test
  void listsEveryProblemWithItsLine() {
    InvalidDesiredState refusal =
        refusal(
            "apiVersion: lakeswarm/v1\n"
                + "spark:\n  workers:\n    replicas: x\n    typo: 1\n"
                + "minio: {buckets: [], policies: [], users: [], extra: 1}\n"
                + "surprise: 1\n");

    assertThat(refusal.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "line 1, nessie: is missing",
            "line 4, spark.workers.replicas: must be an integer, but is text",
            "line 5, spark.workers.typo: is not a known field; known here: replicas, min, max",
            "line 6, minio.extra: is not a known field; known here: buckets, policies, users",
            "line 7, surprise: is not a known field; known here: apiVersion, spark, minio, nessie,"
                + " dremio, services");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [1|is not valid YAML",
        "a: 1§a: 2|is there twice",
        "a: &x 1§b: *x|is an alias",
        "a: 1§---§b: 2|is not valid YAML",
        "''|the document is empty"
      })
  void refusesWhatIsNotOnePlainDocument(String text, String message) {
    assertThat(refusal(text.replace('§', '\n')).getMessage()).contains(message);
  }

  @Test
  void refusesANestOfBrackets() {
    assertThat(refusal("[".repeat(5000)).problems()).isNotEmpty();
  }

  private static InvalidDesiredState refusal(String text) {
    InvalidDesiredState refusal =
        catchThrowableOfType(
            InvalidDesiredState.class, () -> DesiredStateParser.parse(DocumentReader.read(text)));
    assertThat(refusal).as("refusal of %s", List.of(text)).isNotNull();
    return refusal;
  }
}
