package io.lakeswarm.e2e.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lakeswarm.e2e.lab.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check of the images, {@code images/base/healthy}, against a server on loopback. */
class HealthyTest {
  @TempDir private Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", exchange -> answer(exchange, 200, "{ \"status\" : \"ALIVE\" }"));
    server.createContext("/moved", exchange -> answer(exchange, 302, ""));
    server.createContext("/login", exchange -> answer(exchange, 401, ""));
    server.createContext(
        "/late", exchange -> answer(exchange, asked.incrementAndGet() > 2 ? 200 : 503, "starting"));
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aServiceThatStartsIsAskedEachSecondWithinOneCheck() {
    assertThat(first(url + "/late")).returns(0, Command.Result::exit);
    assertThat(asked).hasValue(3);
    assertThat(folder.resolve("mark")).exists();
  }

  @Test
  void whatWorksIsHealthyAtTheFirstLook() throws IOException {
    List<List<String>> checks =
        List.of(
            List.of(url + "/"),
            List.of(url + "/moved"),
            List.of(url + "/", "\"ALIVE\""),
            List.of(url + "/login", " 401 "),
            List.of("test", "-d", folder.toString()));
    for (List<String> check : checks) {
      assertThat(first(check.toArray(String[]::new)))
          .as("%s", check)
          .returns(0, Command.Result::exit);
      assertThat(Files.deleteIfExists(folder.resolve("mark"))).isTrue();
    }
  }

  @Test
  void whatFailsLaterIsToldWithItsReason() throws IOException {
    Files.createFile(folder.resolve("mark"));
    server.createContext("/hung-up", HttpExchange::close);
    Map<List<String>, String> reasons =
        Map.of(
            List.of(url + "/hung-up"), "/hung-up answered: nothing",
            List.of(url + "/login"), "/login answered: HTTP/1.1 401 Unauthorized",
            List.of(url + "/", "\"STANDBY\""), "\"status\" : \"ALIVE\"",
            List.of("http://127.0.0.1:1/"), "no connection to 127.0.0.1:1",
            List.of("sh", "-c", "echo no server; exit 2"), "no server");
    reasons.entrySet().parallelStream()
        .forEach(
            row -> {
              Command.Result result = first(row.getKey().toArray(String[]::new));
              assertThat(result.exit()).as(result.toString()).isEqualTo(1);
              assertThat(result.out()).contains(row.getValue());
            });
  }

  private Command.Result first(String... check) {
    List<String> command = new ArrayList<>(List.of("images/base/healthy"));
    command.addAll(List.of(check));
    return Command.of(command.toArray(String[]::new))
        .with(Map.of("HEALTHY_MARK", folder.resolve("mark").toString()))
        .run();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
