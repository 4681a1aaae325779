package io.lakeswarm.reconciler.swarm;

import static io.lakeswarm.reconciler.testing.TestSettings.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.testing.LoopbackServer;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of the Docker API knows the reconciler by its login. */
class DockerLoginIT {
  private static final String LOGIN = "Basic cmVjb25jaWxlcjphLXRva2VuLW9mLXNpeHRlZW4=";

  @TempDir Path secrets;
  private final Map<String, String> logins = new ConcurrentHashMap<>();
  private final LoopbackServer guard = new LoopbackServer(this::answer);
  private DockerTransport transport;
  private SwarmClient client;
  private SwarmEvents events;

  @BeforeEach
  void connect() {
    LakeswarmSettings settings =
        TestSettings.of(
            Map.of(
                "lakeswarm.docker.url", guard.uri().toString().replace("http:", "tcp:"),
                "lakeswarm.docker.deadline", SOON.toString(),
                "lakeswarm.secrets.dir", secrets.toString()));
    transport = new DockerTransport(settings, new SecretFiles(settings));
    client = new SwarmClient(transport, new ObjectMapper(), settings, Clock.systemUTC());
    events = new SwarmEvents(transport, new ObjectMapper(), settings);
  }

  @AfterEach
  void close() {
    events.stop();
    client.close();
    transport.close();
    guard.close();
  }

  @Test
  void everyRequestCarriesIt() throws IOException {
    Files.writeString(secrets.resolve("docker_reconciler"), "a-token-of-sixteen\n");
    client.get("/version");
    client.post("/configs/create", new ObjectMapper().createObjectNode());
    client.delete("/configs/c1");
    events.start(event -> {}, () -> {});
    await().atMost(SOON).until(() -> logins.size() == 4);
    assertThat(logins)
        .containsOnlyKeys(
            "GET /version", "POST /configs/create", "DELETE /configs/c1", "GET /events")
        .allSatisfy((request, login) -> assertThat(login).isEqualTo(LOGIN));
  }

  @Test
  void withoutTheSecretTheSwarmIsUnobservableAndTheMessageGivesTheCause() {
    assertThatThrownBy(() -> client.get("/version"))
        .isInstanceOf(ReconcileException.Unobservable.class)
        .hasMessageContaining("the login of client reconciler is missing or wrong");
    assertThat(logins).containsEntry("GET /version", "none");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    logins.put(request, login == null ? "none" : login);
    exchange.getRequestBody().readAllBytes();
    String refusal =
        "{\"message\":\"The Docker guard refuses this:"
            + " the login of client reconciler is missing or wrong.\"}";
    byte[] body = (LOGIN.equals(login) ? "{}" : refusal).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(LOGIN.equals(login) ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
