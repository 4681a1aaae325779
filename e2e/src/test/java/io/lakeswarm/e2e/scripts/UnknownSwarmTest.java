package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A manager without a leader says nothing. What it does not say is unknown, never absent. */
class UnknownSwarmTest {
  private static final String NO_LEADER =
      "echo 'Error response from daemon: The swarm does not have a leader.' >&2; exit 1";
  private static final String CHANGES =
      "(?s).*docker (-H \\S+ )?\\w+ (create|update|rm|init|join|deploy|push|tag) .*";

  @TempDir private Path folder;
  private StubHost host;
  private Path checkout;

  @BeforeEach
  void aCheckoutWithTags() throws IOException {
    host = new StubHost(Files.createDirectory(folder.resolve("bin")));
    host.shortPauses();
    checkout = Files.createDirectory(folder.resolve("checkout"));
    Command.of("cp", "-r", "stacks", "swarm-init.sh", "pom.xml", checkout.toString()).run();
    Path images = Files.createDirectory(checkout.resolve("images"));
    Files.copy(Command.root().resolve("images/versions.env"), images.resolve("versions.env"));
    Files.writeString(images.resolve("tags.env"), "MINIO_TAG=1\nEDGE_TAG=1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the number of workers | mkdir secrets; echo 1 >secrets/a; stacks/env.sh
          the secrets           | . stacks/lib.sh; . stacks/secrets.sh; ensure_secrets
          the nodes to push to  | stacks/images.sh push
          the overlay of before | . stacks/lib.sh; . stacks/control.sh; file=$(moving_file); echo "took $file"
          a vendor image's node | stacks/vendor.sh grafana image 1000
          """)
  void whatTheManagerDoesNotSayEndsTheCommandBeforeItChangesAnything(String what, String script)
      throws IOException {
    host.stub("docker", NO_LEADER);
    Command.Result result = run("RANDOM_SECRETS=(a); CERTS_DIR=certs; " + script);
    assertThat(result.exit()).as(what + ": " + result).isEqualTo(1);
    assertThat(result.err()).contains("Cannot read the swarm ('docker ", "Run again when");
    assertThat(result.out()).doesNotContain("SPARK_WORKER_REPLICAS", "one node", "took", "no node");
    assertThat(host.calls()).doesNotMatch(CHANGES);
    assertThat(checkout.resolve(".secrets")).doesNotExist();
  }

  @Test
  void aManagerThatAnswersAgainIsHeard() throws IOException {
    String second = "[ -e \"$0.asked\" ] || { touch \"$0.asked\"; %s; }; ".formatted(NO_LEADER);
    host.stub(
        "docker", second + "case $1$2 in servicels) echo spark_spark-worker ;; *) echo 7 ;; esac");
    assertThat(run("mkdir secrets; echo 1 >secrets/a; stacks/env.sh").out())
        .contains("SPARK_WORKER_REPLICAS=7\n");
  }

  @Test
  void aNewPlatformHasNoNumberOfWorkers() throws IOException {
    host.stub("docker", "case $1$2 in servicels) echo edge_gateway ;; *) exit 1 ;; esac");
    Command.Result result = run("mkdir secrets; echo 1 >secrets/a; stacks/env.sh");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("MINIO_TAG=1").doesNotContain("SPARK_WORKER_REPLICAS");
  }

  @Test
  void aPinThatNobodyCanReadIsNotSetAgain() throws IOException {
    host.stub(
        "docker",
        """
        case "$*" in
          *ControlAvailable*) echo active/true ;;
          'node ls -q') echo id1 ;;
          *CreatedAt*) echo '2026-01-01 id1' ;;
          *Spec.Labels*) %s ;;
        esac
        """
            .formatted(NO_LEADER));
    Command.Result result = run("./swarm-init.sh");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("Cannot read the swarm");
    assertThat(host.calls()).contains("Spec.Labels").doesNotMatch(CHANGES);
  }

  @Test
  void aHostIsNotToldToLeaveASwarmWhoseMembersNobodyCanRead() throws IOException {
    host.stub(
        "docker",
        """
        case "$*" in
          *ControlAvailable*) echo active/true ;;
          *other.sock*LocalNodeState*) echo active id2 ;;
          node*) %s ;;
        esac
        """
            .formatted(NO_LEADER));
    Command.Result result = run("NODES=unix:///other.sock=192.0.2.2 ./swarm-init.sh");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("Cannot read the swarm").doesNotContain("swarm leave");
  }

  @Test
  void theDoctorDoesNotCallItWell() throws IOException {
    host.stub(
        "docker",
        """
        case "$*" in
          *version*) echo 20.10.24 ;;
          *SystemTime*) date ;;
          *ControlAvailable*) echo true ;;
          node*) %s ;;
        esac
        """
            .formatted(NO_LEADER));
    Command.Result result = run("stacks/doctor.sh");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("FAIL  nodes: the manager does not list them")
        .doesNotContain("0 of 0");
  }

  @Test
  void aStackIsGoneOnlyWhenTheManagerSaysSo() throws IOException {
    host.stub(
        "docker",
        """
        case "$*" in
          *ControlAvailable*) echo true ;;
          'stack ps -q edge') [ -e "$0.asked" ] || { touch "$0.asked"; %s; }
            echo 'nothing found in stack: edge' >&2; exit 1 ;;
        esac
        """
            .formatted(NO_LEADER));
    assertThat(run("stacks/remove.sh stop").exit()).isZero();
    assertThat(host.calls()).containsSubsequence("stack ps -q edge", "stack ps -q edge");
  }

  private Command.Result run(String script) {
    return Command.of("bash", "-c", "set -euo pipefail; cd \"$0\"; " + script, checkout.toString())
        .with(Map.of("PATH", host.path(), "DOCKER_HOST", "unix:///none.sock", "NODES", ""))
        .with(Map.of("SECRETS_DIR", script.contains("mkdir secrets") ? "secrets" : ".secrets"))
        .run();
  }
}
