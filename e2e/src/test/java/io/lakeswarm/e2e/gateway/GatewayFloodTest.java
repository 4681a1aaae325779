package io.lakeswarm.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that say nothing: they may fill one page, for themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayFloodTest {
  private static final int NESSIE = 19120;
  private static final int SPARK = 18080;
  private static final int OF_ONE_SOURCE = 100;
  private static final int OF_ONE_PAGE = 250;
  private static final int SOURCES = 45;

  private LocalGateway gateway;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    gateway = new LocalGateway(folder);
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /** Registry and pages: the push port takes its own node alone. */
  static Stream<Integer> pages() {
    return LocalGateway.pages().values().stream();
  }

  @Test
  void aFloodOnOnePageLeavesTheOthersAnswering() throws IOException {
    List<SocketChannel> flood = new ArrayList<>();
    try {
      for (int i = 0; i < SOURCES * OF_ONE_SOURCE; i++) {
        flood.add(silent("127.0.1." + (1 + i % SOURCES), gateway.port(NESSIE)));
      }
      await("the page is full")
          .atMost(Eventually.SOON)
          .until(() -> sessions("nessie") >= OF_ONE_PAGE);
      Client person = new Client("127.0.0.3");
      assertThat(person.get(gateway.port(SPARK), "/").status()).isEqualTo(401);
      assertThat(sessions("nessie")).as("the flood is still there").isEqualTo(OF_ONE_PAGE);
    } finally {
      for (SocketChannel connection : flood) {
        connection.close();
      }
    }
    assertThat(new Client("127.0.0.3").get(gateway.port(NESSIE), "/").status()).isEqualTo(401);
  }

  @Test
  void allFrontendsTogetherStayBelowTheProcess() {
    double together =
        gateway.metrics("haproxy_frontend_limit_sessions{").stream().mapToDouble(it -> it).sum();
    assertThat(together).isPositive();
    assertThat(gateway.metric("haproxy_process_max_connections ")).isGreaterThan(together);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void oneSourceCannotFillAPage(int page) throws IOException {
    Client greedy = new Client("127.0.0.1");
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < OF_ONE_SOURCE; i++) {
        held.add(greedy.connect(gateway.port(page)));
      }
      await("they are all in")
          .atMost(Eventually.SOON)
          .until(() -> sessions(nameOf(page)) == OF_ONE_SOURCE);
      assertThat(greedy.isRefused(gateway.port(page))).isTrue();
    } finally {
      for (Socket connection : held) {
        connection.close();
      }
    }
    await("the page forgets who left")
        .atMost(Eventually.SOON)
        .until(() -> greedy.get(gateway.port(page), "/").status() > 0);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aStrangerIsRefusedBeforeItSaysAWord(int page) {
    assertThat(new Client("127.9.0.1").isRefused(gateway.port(page))).isTrue();
  }

  @Test
  void theRegistryAnswersOnlyItsOwnNode() {
    for (int port : List.of(5000, 5001)) {
      assertThat(new Client("127.0.0.4").isRefused(gateway.port(port))).as("" + port).isTrue();
    }
    assertThat(new Client("127.0.0.1").get(gateway.port(5000), "/v2/").status()).isEqualTo(200);
  }

  private double sessions(String frontend) {
    return gateway.metric("haproxy_frontend_current_sessions{proxy=\"" + frontend + "\"}");
  }

  private static String nameOf(int page) {
    return LocalGateway.pages().entrySet().stream()
        .filter(entry -> entry.getValue() == page)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static SocketChannel silent(String source, int port) throws IOException {
    SocketChannel connection = SocketChannel.open();
    connection.configureBlocking(false);
    connection.bind(new InetSocketAddress(source, 0));
    connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return connection;
  }
}
