package io.lakeswarm.reconciler.api;

import static io.lakeswarm.reconciler.testing.Api.DESIRED;
import static io.lakeswarm.reconciler.testing.Api.awaitReady;
import static io.lakeswarm.reconciler.testing.Api.operator;
import static io.lakeswarm.reconciler.testing.Api.putWorkers;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.testing.ApiScript;
import io.lakeswarm.reconciler.testing.Documents;
import io.lakeswarm.reconciler.testing.FakeCluster;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** make plan F=file and make apply against the running reconciler. */
@QuarkusTest
@QuarkusTestResource(FakeCluster.class)
class ApplyScriptIT {
  @TestHTTPResource("/")
  URI address;

  @TempDir Path dir;
  private ApiScript script;
  private Path file;

  @BeforeEach
  void theKitsFileIsApplied() throws Exception {
    awaitReady();
    script = new ApiScript(address);
    file = dir.resolve("desired-state.yml");
    Files.writeString(file, "# %s\n".formatted(dir) + Documents.kit()); // A file of its own.
    assertThat(script.run("put", file.toString()).exit()).isZero();
  }

  @AfterEach
  void theKitsFileIsTheLastOne() throws Exception {
    assertThat(script.run("put", "stacks/desired-state.yml").exit()).isZero();
  }

  @Test
  void planOfAFileShowsWhatItWouldChangeAndChangesNothing() throws Exception {
    edit("replicas: 2", "replicas: 4");
    String before = revision();
    String out = script.run("plan", file.toString()).out();

    assertThat(out)
        .contains("--- desired state, revision " + before)
        .contains("+++ " + file)
        .containsPattern("(?m)^-    replicas: 2$")
        .containsPattern("(?m)^\\+    replicas: 4$")
        .containsPattern("(?m)^scale +service:spark-worker +2 -> 4 +replicas below desired +-$")
        .doesNotContain("Applied");
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void applyShowsTheChangeAndMakesIt() throws Exception {
    edit("namespaces: [silver, gold]", "namespaces: [silver, gold, platinum]");
    int before = Integer.parseInt(revision());
    ApiScript.Result result = script.with("CLICOLOR_FORCE", "1").run("apply", file.toString());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .containsPattern("\u001b\\[32m\\+ +- platinum\u001b\\[0m")
        .contains("Applied: revision " + (before + 1) + " is the desired state.");
    assertThat(revision()).isEqualTo(String.valueOf(before + 1));
  }

  @Test
  void anUnchangedFileSaysSoAndLeavesWhatTheApiSet() throws Exception {
    putWorkers("{\"replicas\":3}").statusCode(202);
    String before = revision();
    ApiScript.Result result = script.run("apply", file.toString());

    assertThat(result.out())
        .contains("changes nothing: revision " + before)
        .contains("Nothing applied: revision " + before + " stays.")
        .doesNotContain("replicas");
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void aWrongFileIsRefusedWithPathAndLine() throws Exception {
    edit("replicas: 2", "replicas: two");
    for (String command : new String[] {"plan", "apply", "put"}) {
      ApiScript.Result result = script.run(command, file.toString());
      assertThat(result.exit()).as(command).isNotZero();
      assertThat(result.err())
          .as(command)
          .startsWith("Refused (400)")
          .containsPattern("spark.workers.replicas \\(line 5\\)");
      assertThat(result.out()).as(command).isEmpty();
    }
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static String revision() {
    return operator().get(DESIRED).getHeader("ETag").replace("\"", "");
  }
}
