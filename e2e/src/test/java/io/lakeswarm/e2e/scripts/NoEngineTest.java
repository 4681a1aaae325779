package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command on a host without engine and platform: one line with cause and remedy. */
class NoEngineTest {
  private static final String FORM = "([a-z]+: )?Cannot [a-z].+: .+\\. .+";
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void noEngine() throws IOException {
    host = new StubHost(folder);
    host.stub("docker", "echo 'Cannot connect to the Docker daemon.' >&2; exit 1");
    host.shortPauses();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credentials",
        "status",
        "plan",
        "plan F=missing.yml",
        "apply",
        "apply F=missing.yml",
        "history",
        "rollback",
        "rollback N=7",
        "bootstrap",
        "bootstrap C=minio",
        "logs",
        "logs S=minio",
        "stop_services",
        "destroy",
        "destroy YES=destroy",
        "run_pipeline",
        "run_pipeline DIRECT=1",
        "sql",
        "sql Q=select",
        "doctor"
      })
  void aCommandEndsWithCauseAndRemedyAndTouchesNothing(String target) throws IOException {
    Command.Result result = make(target, folder.resolve("missing"));
    assertThat(result.exit()).as(result.toString()).isNotZero();
    assertThat(errors(result)).singleElement().asString().matches(FORM);
    assertThat(calls()).allMatch(call -> call.matches("docker (-H \\S+ )?(info|version) .*"));
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "plan", "apply", "history", "rollback N=7", "run_pipeline"})
  void aPlatformThatIsDownIsNamedByItsAddress(String target) throws IOException {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("reconciler_token"), "token");
    Files.writeString(secrets.resolve("airflow_password"), "password");
    Command.Result result = make(target, secrets);
    assertThat(result.exit()).as(result.toString()).isNotZero();
    assertThat(result.out()).isEmpty();
    assertThat(errors(result))
        .singleElement()
        .asString()
        .matches(FORM)
        .contains(NOWHERE, "make swarm_deploy");
  }

  @Test
  void aCommandDoesNotGoOnWithoutWhatTheStacksNeed() throws IOException {
    Path stacks = Files.createDirectory(folder.resolve("stacks"));
    Files.copy(Command.root().resolve("stacks/lib.sh"), stacks.resolve("lib.sh"));
    new StubHost(stacks).stub("env.sh", "echo 'export HALF=1'; exit 1");
    String script = "set -euo pipefail; cd \"$0\"; . stacks/lib.sh; load_env; echo went on";
    Command.Result result = Command.of("bash", "-c", script, folder.toString()).run();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  private Command.Result make(String target, Path secrets) {
    String[] words =
        Stream.of("make", "-s", target)
            .flatMap(it -> Stream.of(it.split(" ")))
            .toArray(String[]::new);
    return Command.of(words)
        .with(
            Map.of("PATH", host.path(), "DOCKER_HOST", "", "NODES", "", "YES", "", "LS_TOKEN", ""))
        .with(Map.of("SECRETS_DIR", secrets.toString(), "LS_URL", NOWHERE, "AIRFLOW_URL", NOWHERE))
        .run();
  }

  /** Without make's own line. */
  private static List<String> errors(Command.Result result) {
    return result.err().lines().filter(line -> !line.startsWith("make")).toList();
  }

  private List<String> calls() throws IOException {
    return Files.exists(folder.resolve("calls"))
        ? host.calls().lines().filter(call -> !call.startsWith("sleep")).toList()
        : List.of();
  }
}
