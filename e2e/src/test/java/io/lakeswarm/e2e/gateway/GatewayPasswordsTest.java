package io.lakeswarm.e2e.gateway;

import static io.lakeswarm.e2e.gateway.Client.signedIn;
import static io.lakeswarm.e2e.gateway.LocalGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong passwords: some are a mistake, many are an attack, and each one is in the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayPasswordsTest {
  private static final int NESSIE = 19120;
  private static final int SPARK = 18080;
  private static final int RECONCILER = 8088;
  private static final int MOST = 20;

  private LocalGateway gateway;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    gateway = new LocalGateway(folder);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void whoGuessesWaitsAndNobodyElse() {
    Client guesser = new Client("127.0.2.1");
    assertThat(guesses(guesser, NESSIE)).containsOnly(401);
    Client.Answer held = guesser.get(gateway.port(NESSIE), "/", signedIn("admin", "wrong"));
    assertThat(held.status()).isEqualTo(429);
    assertThat(held.text().toLowerCase(java.util.Locale.ROOT)).contains("retry-after: 60");
    String right = signedIn("admin", PASSWORD);
    assertThat(guesser.get(gateway.port(NESSIE), "/", right).status())
        .as("an answer would tell the right password from a wrong one")
        .isEqualTo(429);
    assertThat(new Client("127.0.2.2").get(gateway.port(NESSIE), "/", right).status())
        .isEqualTo(200);
    assertThat(guesser.get(gateway.port(SPARK), "/", right).status()).isEqualTo(200);

    List<String> lines = loggedBy(guesser, MOST + 1);
    assertThat(lines.subList(0, MOST))
        .containsOnly("login from=127.0.2.1 page=nessie request=\"GET /x\" status=401");
    assertThat(lines.get(MOST))
        .isEqualTo("login from=127.0.2.1 page=nessie request=\"GET /\" status=429");
    assertThat(lines).hasSize(MOST + 1);
  }

  @Test
  void whoSendsNoPasswordIsNeverHeldBack() {
    Client reader = new Client("127.0.2.3");
    assertThat(times(2 * MOST, () -> reader.get(gateway.port(NESSIE), "/").status()))
        .containsOnly(401);
    assertThat(reader.get(gateway.port(NESSIE), "/", signedIn("admin", PASSWORD)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "9001, 127.0.3.1, /api/v1/login, 403",
    "9047, 127.0.3.2, /apiv2/login, 401",
    "8080, 127.0.3.3, /auth/token, 401",
    "8080, 127.0.3.4, /auth/login/, 302",
    "8888, 127.0.3.5, /login?next=x, 401",
    "3000, 127.0.3.6, /login, 401",
    "3000, 127.0.3.7, /%6Cogin, 401",
    "3000, 127.0.3.8, /x;/LOGIN/., 401"
  })
  void theLoginsOfThePagesCount(int page, String source, String login, int refusal) {
    Client guesser = new Client(source);
    Supplier<Integer> guess = () -> guesser.post(gateway.port(page), login, "wrong").status();
    assertThat(times(MOST, guess)).containsOnly(refusal);
    assertThat(guess.get()).isEqualTo(429);
    assertThat(guesser.get(gateway.port(page), "/").status()).as("no login").isEqualTo(200);
    assertThat(guesser.post(gateway.port(page), login, Page.RIGHT).status()).isEqualTo(429);
    Client other = new Client("127.0.4.1");
    assertThat(other.post(gateway.port(page), login, Page.RIGHT).status()).isEqualTo(200);
    loggedBy(guesser, MOST + 1);
  }

  @Test
  void theTokenOfJupyterLabIsAPasswordToo() {
    Client inAddress = new Client("127.0.5.1");
    assertThat(times(MOST, () -> inAddress.get(gateway.port(8888), "/?token=x").status()))
        .containsOnly(401);
    assertThat(inAddress.get(gateway.port(8888), "/?token=right").status()).isEqualTo(429);
    Client inHeader = new Client("127.0.5.2");
    String wrong = "Authorization: token x";
    assertThat(times(MOST, () -> inHeader.get(gateway.port(8888), "/api/contents", wrong).status()))
        .containsOnly(403);
    assertThat(inHeader.get(gateway.port(8888), "/api/contents", wrong).status()).isEqualTo(429);
  }

  @Test
  void pushesHaveTheirOwnCount() {
    Client node = new Client("127.0.0.1");
    assertThat(guesses(node, NESSIE)).containsOnly(401);
    String right = signedIn("lakeswarm", PASSWORD);
    assertThat(node.get(gateway.port(5001), "/v2/", right).status()).isEqualTo(200);
    assertThat(guesses(node, 5001)).containsOnly(401);
    assertThat(node.get(gateway.port(5001), "/v2/", right).status()).isEqualTo(429);
    assertThat(node.get(gateway.port(5000), "/v2/").status()).as("a pull").isEqualTo(200);
  }

  /** A valid token never waits for the failures of others, not even behind one address. */
  @Test
  void theReconcilerLimitsItsTokensItself() {
    Client script = new Client("127.0.2.5");
    int port = gateway.port(RECONCILER);
    assertThat(times(2 * MOST, () -> script.get(port, "/api", "Authorization: Bearer x").status()))
        .containsOnly(401);
    assertThat(script.get(port, "/api", "Authorization: Bearer right").status()).isEqualTo(200);
    assertThat(loggedBy(script, 2 * MOST))
        .containsOnly("login from=127.0.2.5 page=reconciler request=\"GET /api\" status=401");
  }

  @Test
  void theLogHasNoPasswordAndNoQuery() {
    Client guesser = new Client("127.0.2.6");
    guesser.get(gateway.port(NESSIE), "/a?b=hidden", signedIn("admin", "hidden"));
    guesser.get(gateway.port(8888), "/?token=hidden");
    assertThat(loggedBy(guesser, 2))
        .containsExactly(
            "login from=127.0.2.6 page=nessie request=\"GET /a\" status=401",
            "login from=127.0.2.6 page=jupyterlab request=\"GET /\" status=401");
  }

  @Test
  void theOnlyAddressOfAClientIsTheOneThatTheGatewaySaw() {
    String forged = "X-Forwarded-For: 192.0.2.1";
    Client.Answer answer =
        new Client("127.0.2.7").get(gateway.port(RECONCILER), "/", forged, forged);
    assertThat(answer.text()).endsWith("\r\n\r\n127.0.2.7");
  }

  private List<Integer> guesses(Client client, int page) {
    String wrong = signedIn("admin", "wrong");
    return times(MOST, () -> client.get(gateway.port(page), "/x", wrong).status());
  }

  private List<String> loggedBy(Client client, int lines) {
    Supplier<List<String>> logged =
        () ->
            gateway.logins().stream()
                .filter(line -> line.contains("from=" + client.address() + " "))
                .toList();
    await("the log of " + client).atMost(Eventually.SOON).until(() -> logged.get().size() >= lines);
    return logged.get();
  }

  private static List<Integer> times(int count, Supplier<Integer> call) {
    return IntStream.range(0, count).mapToObj(i -> call.get()).toList();
  }
}
