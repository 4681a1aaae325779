package io.lakeswarm.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakeswarm.e2e.lab.Command;
import io.lakeswarm.e2e.lab.Curl;
import io.lakeswarm.e2e.lab.Eventually;
import io.lakeswarm.e2e.lab.Lab;
import io.lakeswarm.e2e.lab.Node;
import io.lakeswarm.e2e.lab.OnLab;
import io.lakeswarm.e2e.lab.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway's image and configuration, started once more beside the swarm, with a certificate.
 */
@OnLab
@Tag("long")
@Order(2)
class GatewayTlsE2E {
  private static final String NAME = "gateway-with-certificate";
  private static final List<Integer> UIS = List.of(8088, 9001, 18080, 19120);

  private final Platform platform;
  private final Lab lab;

  GatewayTlsE2E(Platform platform) {
    this.platform = platform;
    this.lab = platform.lab();
  }

  @BeforeEach
  void start(@TempDir Path secrets) throws IOException {
    Path key = secrets.resolve("key.pem");
    Path chain = secrets.resolve("chain.pem");
    String make = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost";
    Command.of((make + " -keyout " + key + " -out " + chain).split(" ")).run().orThrow();
    Files.writeString(
        secrets.resolve("gateway_certificate"), Files.readString(chain) + Files.readString(key));
    Files.writeString(secrets.resolve("gateway_password"), "people");
    Files.writeString(secrets.resolve("registry_password"), "pushers");
    Path config = Command.root().resolve("stacks/edge/gateway.cfg");
    // root, for only root may read the test's folder.
    String options = "--user 0:0 -e GATEWAY_AUTH=on -e GATEWAY_ALLOW_FROM=127.0.0.0/8";
    String mounts = "-v %s:/run/secrets:ro -v %s:/etc/lakeswarm/gateway.cfg:ro";
    String words =
        "run -d --name %s %s %s %s"
            .formatted(NAME, options, mounts.formatted(secrets, config), image());
    lab.docker(Node.FIRST, words.split(" ")).orThrow();
    await("the gateway listens")
        .atMost(Eventually.SOON)
        .until(() -> curl("http://127.0.0.1:8404/health").equals("200"));
  }

  @AfterEach
  void remove() {
    lab.docker(Node.FIRST, "rm", "-f", NAME).orThrow();
  }

  @Test
  void everyUiSpeaksTlsAndNothingElse() {
    for (int port : UIS) {
      String address = "127.0.0.1:" + port + "/";
      assertThat(curl("-k", "https://" + address)).as("TLS at " + port).isIn("401", "503");
      assertThat(curl("http://" + address)).as("plain at " + port).isEqualTo("000");
      assertThat(curl("-k", "--tls-max", "1.1", "https://" + address))
          .as("old TLS at " + port)
          .isEqualTo("000");
    }
  }

  /** The status as curl prints it: 000 when there was no HTTP answer. */
  private String curl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("exec", NAME));
    all.addAll(List.of(Curl.status(arguments)));
    return lab.docker(Node.FIRST, all.toArray(String[]::new)).text();
  }

  private String image() {
    return platform
        .swarm()
        .service("edge_gateway")
        .at("/Spec/TaskTemplate/ContainerSpec/Image")
        .asText();
  }
}
