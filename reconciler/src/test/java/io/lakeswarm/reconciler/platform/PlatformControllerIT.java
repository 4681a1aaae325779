package io.lakeswarm.reconciler.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.minio.MapMemory;
import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.plan.ResetAction;
import io.lakeswarm.reconciler.status.Condition;
import io.lakeswarm.reconciler.status.ConditionType;
import io.lakeswarm.reconciler.status.PlatformConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.swarm.DockerTransport;
import io.lakeswarm.reconciler.swarm.SwarmClient;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import io.lakeswarm.reconciler.testing.FakeSwarm;
import io.lakeswarm.reconciler.testing.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformControllerIT {
  private static final Set<String> ALL =
      Set.of("lakeswarm.minio", "lakeswarm.nessie-postgres", "lakeswarm.spark-master");

  private final FakeSwarm swarm = new FakeSwarm(0);
  private final ResetFacts facts = new ResetFacts(new MapMemory());
  private SwarmReader reader;
  private final PlatformController controller = controller();

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Test
  void aServiceIsFoundOnItsNode() {
    assertThat(controller.node("minio")).as("before the first look").isEmpty();
    controller.look();

    assertThat(controller.node("minio")).isEqualTo("host-n1");
    assertThat(controller.node("nothing")).isEmpty();
    assertThat(nodes().reason()).isEqualTo("AllReady");
  }

  @Test
  void labelsAreComparedWithWhereTheDataWasProven() {
    facts.write(
        new ResetAction.Remember(Identity.of("nessie", "t1", List.of("head")).on("host-n1")),
        Instant.EPOCH);
    assertThat(nodes().reason()).isEqualTo("AllReady");

    swarm.label("n2", Set.of("lakeswarm.nessie-postgres"));
    assertThat(nodes().reason()).isEqualTo("LabelledTwice");
    assertThat(nodes().message()).contains("(host-n1, host-n2)").contains("only on host-n1");

    swarm.label("n1", Set.of("lakeswarm.minio", "lakeswarm.spark-master"));
    assertThat(nodes().reason()).isEqualTo("PinnedLabelMoved");
    assertThat(nodes().message()).contains("nessie-postgres was last verified on host-n1");

    swarm.label("n2", Set.of());
    assertThat(nodes().reason()).isEqualTo("PinnedLabelMissing");
    swarm.label("n1", ALL);
    assertThat(nodes().reason()).isEqualTo("AllReady");
  }

  /** As after the node event that a changed label causes. */
  private Condition nodes() {
    reader.invalidateNodes();
    return PlatformConditions.of(controller.look(), Instant.EPOCH).stream()
        .filter(condition -> condition.type() == ConditionType.NODES_AVAILABLE)
        .findFirst()
        .orElseThrow();
  }

  private PlatformController controller() {
    LakeswarmSettings settings =
        TestSettings.of(swarm.url(), URI.create("http://127.0.0.1:1"), Path.of("unused"));
    ObjectMapper json = new ObjectMapper();
    reader =
        new SwarmReader(
            new SwarmClient(
                new DockerTransport(settings, new SecretFiles(settings)),
                json,
                settings,
                Clock.systemUTC()));
    return new PlatformController(reader, facts);
  }
}
