package io.lakeswarm.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code images/nessie/nessie-start} up to its look at the secret, on a host of stub programs. */
class NessieStartTest {
  private static final String NAME = "getent ahostsv4 nessie-postgres";
  private static final String SECRET = "cat /run/secrets/nessie_postgres_password";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void littleTimePassesAndItEndsAtTheSecret() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
    host.stub("cat", "exit 7");
  }

  @Test
  void aDatabaseThatIsThereIsNotWaitedFor() throws IOException {
    host.stub("getent", ":");
    assertThat(start().all()).isEmpty();
    assertThat(host.calls().lines()).containsExactly(NAME, SECRET);
  }

  @Test
  void itStartsWhenTheDatabaseHasItsName() throws IOException {
    host.stub("getent", "[ -e \"$0.asked\" ] || { touch \"$0.asked\"; exit 2; }");
    assertThat(start().all()).isEqualTo("nessie: waiting for nessie-postgres\n");
    assertThat(host.calls().lines()).containsExactly(NAME, "sleep 1", NAME, SECRET);
  }

  @Test
  void afterNinetySecondsItStartsAllTheSame() throws IOException {
    host.stub("getent", "exit 2");
    String clock = "echo x >>\"$0.looks\"; echo $((1000 + 30 * $(wc -l <\"$0.looks\")))";
    host.stub("date", clock);
    start();
    String date = "date +%s";
    assertThat(host.calls().lines())
        .containsExactly(date, NAME, date, "sleep 1", NAME, date, "sleep 1", NAME, date, SECRET);
  }

  private Command.Result start() {
    String url = "jdbc:postgresql://nessie-postgres:5432/nessie?connectTimeout=5";
    Command.Result result =
        Command.of("sh", "images/nessie/nessie-start")
            .with(Map.of("PATH", host.path(), "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", url))
            .run();
    assertThat(result.exit()).isEqualTo(7);
    return result;
  }
}
