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

/** {@code stacks/esp.sh} on hosts that are made of stub programs. */
class EspTest {
  private static final String HERE = "unix:///var/run/docker.sock";

  private static final String ENCRYPTION = "encryption lakeswarm_control_internal";

  @TempDir private Path folder;
  private StubHost host;

  @BeforeEach
  void aKernelWithEspAndTwoNodes() throws IOException {
    host = new StubHost(folder);
    host.shortPauses();
    host.stub("uname", "echo 6.1");
    modules("esp4", "xfrm_user");
    host.stub("ssh", "case $2 in *@good*) exit 0 ;; *) exit 1 ;; esac");
    host.stub("docker", "case \"$*\" in 'node ls'*) echo 1; echo 2 ;; esac");
  }

  /** An engine, the other nodes, what is asked for, and what the overlay gets. */
  @ParameterizedTest
  @CsvSource({
    "unix:///var/run/docker.sock, ssh://root@good, auto, --opt encrypted",
    "unix:///run/docker.sock, ssh://root@good=192.0.2.2, auto, --opt encrypted",
    "ssh://root@good1, ssh://root@good2, auto, --opt encrypted",
    "unix:///var/run/docker.sock, ssh://root@good, off, ''",
    "unix:///var/run/docker.sock, ssh://root@bad, auto, ''",
    "ssh://root@bad, ssh://root@good, auto, ''",
    "unix:///var/run/docker.sock, unix:///other.sock=192.0.2.2, auto, ''",
    "tcp://192.0.2.1:2376, ssh://root@good, auto, ''",
    "unix:///var/run/docker.sock, '', auto, ''",
    "unix:///var/run/docker.sock, ssh://root@good ssh://root@good3, auto, ''",
  })
  void onlyWhatEveryNodeCanIsEncrypted(String engine, String nodes, String asked, String options) {
    Command.Result result = run(ENCRYPTION, engine, nodes, asked);
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.all().strip()).isEqualTo(options);
  }

  @ParameterizedTest
  @CsvSource({"esp4 other", "xfrm_user other", "esp4x xfrm_user"})
  void aKernelWithoutBothModulesHasNoEsp(String found) throws IOException {
    modules(found.split(" "));
    assertThat(run("has_esp " + HERE, HERE, "", "auto").exit()).isOne();
  }

  @Test
  void modulesThatAreBuiltInCountToo() throws IOException {
    Path kernel = folder.resolve("modules/6.1");
    Files.move(kernel.resolve("modules.dep"), kernel.resolve("modules.builtin"));
    assertThat(run("has_esp " + HERE, HERE, "", "auto").exit()).isZero();
  }

  /** It cannot be changed, so no host is asked at each deploy. */
  @Test
  void anOverlayThatIsThereGetsNoOption() throws IOException {
    Files.delete(folder.resolve("docker"));
    host.stub("docker", "echo lakeswarm_control_internal");
    assertThat(run(ENCRYPTION, HERE, "ssh://root@good", "auto").all()).isEmpty();
    assertThat(host.calls()).doesNotContain("ssh");
  }

  @Test
  void anUnknownWishIsRefused() {
    Command.Result result = run(ENCRYPTION, HERE, "", "yes");
    assertThat(result.exit()).isOne();
    assertThat(result.all()).contains("ENCRYPT_CONTROL is 'yes'. Set auto or off.");
  }

  @ParameterizedTest
  @CsvSource({"encrypted, ssh://root@bad, 1", "encrypted, ssh://root@good, 0", "vxlan, ssh://x, 0"})
  void aNodeWithoutEspDoesNotJoinAnEncryptedOverlay(String option, String node, int exit)
      throws IOException {
    Files.delete(folder.resolve("docker"));
    host.stub(
        "docker",
        "case \"$*\" in *inspect*) echo %s ;; *) echo lakeswarm_control_internal ;; esac"
            .formatted(option));
    Command.Result result = run("require_esp " + node, HERE, "", "auto");
    assertThat(result.exit()).as(result.all()).isEqualTo(exit);
    assertThat(result.all().contains("Cannot join " + node)).isEqualTo(exit == 1);
  }

  private void modules(String... names) throws IOException {
    Path kernel = Files.createDirectories(folder.resolve("modules/6.1"));
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append("kernel/net/").append(name).append(".ko.xz: kernel/net/x.ko\n");
    }
    Files.writeString(kernel.resolve("modules.dep"), text);
  }

  private Command.Result run(String function, String engine, String nodes, String asked) {
    return host.function("esp", "MODULES=" + folder.resolve("modules") + "; " + function)
        .with(Map.of("DOCKER_HOST", engine, "NODES", nodes, "ENCRYPT_CONTROL", asked))
        .run();
  }
}
