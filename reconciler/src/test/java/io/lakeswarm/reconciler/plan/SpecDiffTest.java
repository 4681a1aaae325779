package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.ServiceSpec;
import io.lakeswarm.reconciler.swarm.SpecJson;
import io.lakeswarm.reconciler.testing.KitSpecs;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpecDiffTest {
  private static final Map<String, String> NETWORKS =
      Map.of("net-lakeswarm", "lakeswarm", "net-registry", "registry");

  @Test
  void image() {
    assertDiff(
        minio -> container(minio).put("Image", "127.0.0.1:5000/lakeswarm/minio:other"),
        "image 127.0.0.1:5000/lakeswarm/minio:other -> 127.0.0.1:5000/lakeswarm/minio:1a2b3c");
  }

  @Test
  void environment() {
    assertDiff(
        minio -> {
          env(minio).add("FOO=bar").add("EMPTY=");
          env(minio).remove(1);
          env(minio).set(0, "GOMEMLIMIT=1GiB");
        },
        """
        env EMPTY: "" -> (absent)
        env FOO: bar -> (absent)
        env GOMEMLIMIT: 1GiB -> 768MiB
        env MINIO_REGION: (absent) -> us-east-1""");
  }

  @Test
  void secretsAreNeverShown() {
    assertDiff(
        minio -> {
          env(minio).set(2, "MINIO_ROOT_PASSWORD_FILE=hunter2");
          env(minio).add("API_TOKEN=hunter2").add("URL=jdbc://root:hunter2@db/x");
          container(minio).withArray("Args").add("--password=hunter2").add("--secret-key: hunter2");
        },
        """
        args [server, /data, --console-address, :9001, --password=(hidden), --secret-key: (hidden)] -> [server, /data, --console-address, :9001]
        env API_TOKEN: (hidden) -> (absent)
        env MINIO_ROOT_PASSWORD_FILE: (hidden) -> (hidden)
        env URL: jdbc://(hidden)@db/x -> (absent)""");
  }

  @Test
  void mounts() {
    assertDiff(
        minio -> {
          ArrayNode mounts = container(minio).withArray("Mounts");
          mounts.addObject().put("Type", "bind").put("Source", "/etc").put("Target", "/host");
          ((ObjectNode) mounts.get(0)).put("ReadOnly", true);
        },
        """
        mount /data: ReadOnly: true, Source: lakehouse_minio, Type: volume, VolumeOptions: {Labels: {com.docker.stack.namespace: lakehouse}} -> Source: lakehouse_minio, Type: volume, VolumeOptions: {Labels: {com.docker.stack.namespace: lakehouse}}
        mount /host: Source: /etc, Type: bind -> (absent)""");
  }

  @Test
  void limits() {
    assertDiff(
        minio -> {
          ObjectNode resources = (ObjectNode) minio.at("/TaskTemplate/Resources");
          resources.withObject("/Limits").put("MemoryBytes", 536870912L).put("Pids", 100);
          resources.withObject("/Limits").put("NanoCPUs", 500000000L);
          resources.remove("Reservations");
        },
        """
        limits.cpus 0.5 -> 2
        limits.memory 512M -> 1G
        limits.pids 100 -> (absent)
        reservations.memory (absent) -> 256M""");
  }

  @Test
  void replicas() {
    assertDiff(
        minio -> ((ObjectNode) minio.at("/Mode/Replicated")).put("Replicas", 2), "replicas 2 -> 1");
  }

  @Test
  void networks() {
    assertDiff(
        minio -> {
          ArrayNode attached = (ArrayNode) minio.at("/TaskTemplate/Networks");
          attached.addObject().put("Target", "net-registry");
          attached.addObject().put("Target", "unknown");
          ((ObjectNode) attached.get(0)).remove("Aliases");
        },
        """
        network lakeswarm: attached -> attached Aliases: [minio]
        network registry: attached -> (absent)
        network unknown: attached -> (absent)""");
  }

  @Test
  void labels() {
    assertDiff(
        minio -> ((ObjectNode) minio.path("Labels")).put("a", "b").remove("lakeswarm.managed"),
        """
        label a: b -> (absent)
        label lakeswarm.managed: (absent) -> true""");
  }

  @Test
  void otherFieldsByTheirPath() {
    assertDiff(
        minio -> {
          container(minio).put("StopGracePeriod", 5000000000L).put("Hostname", "h");
          container(minio).withObject("/Healthcheck").putArray("Test").add("NONE");
          ((ObjectNode) minio.path("EndpointSpec")).put("Mode", "vip");
          ((ArrayNode) minio.at("/TaskTemplate/Placement/Constraints")).removeAll();
          minio.withObject("/FieldOfTheFuture").put("kept", false);
        },
        """
        endpointSpec.mode (absent) -> dnsrr
        fieldOfTheFuture.kept false -> true
        healthcheck.test [NONE] -> (absent)
        hostname h -> (absent)
        placement.constraints (absent) -> [node.labels.lakeswarm.minio == true]
        stopGracePeriod 5s -> 30s""");
  }

  @Test
  void portsSecretsAndConfigs() {
    ServiceSpec deployed = SpecJson.read(KitSpecs.of("gateway"));
    ObjectNode live = KitSpecs.of("gateway");
    ((ObjectNode) live.at("/EndpointSpec/Ports/0")).put("PublishMode", "ingress");
    ObjectNode config = (ObjectNode) container(live).path("Configs").path(0);
    config.put("ConfigName", "gateway_ffffffff").put("ConfigID", "c9");
    container(live).putArray("Secrets").addObject().put("SecretName", "s").put("SecretID", "i");

    assertThat(text(SpecJson.read(live), deployed))
        .isEqualTo(
            """
            config /etc/lakeswarm/gateway.cfg: gateway_ffffffff GID: 0, Mode: 292, UID: 0 -> gateway_0a0b0c0d GID: 0, Mode: 292, UID: 0
            port 8088/tcp: PublishMode: ingress, TargetPort: 8088 -> PublishMode: host, TargetPort: 8088
            secret s: s -> (absent)""");
  }

  @Test
  void whatTheEngineWritesOtherwiseIsNoDifference() {
    assertDiff(
        minio -> {
          ((ObjectNode) minio.path("TaskTemplate")).put("ForceUpdate", 7).remove("Runtime");
          container(minio).remove("Isolation");
          container(minio).remove("DNSConfig");
          container(minio).putArray("Hosts");
          container(minio).put("Hostname", "");
          env(minio).insert(0, env(minio).remove(3));
          minio.putObject("RollbackConfig").setAll(rollback());
        },
        "");
  }

  private static ObjectNode rollback() {
    ObjectNode config = (ObjectNode) KitSpecs.of("minio").path("RollbackConfig");
    return config.put("MaxFailureRatio", 0.0);
  }

  private static void assertDiff(Consumer<ObjectNode> edit, String expected) {
    ServiceSpec deployed = SpecJson.read(KitSpecs.of("minio"));
    ObjectNode changed = KitSpecs.of("minio");
    edit.accept(changed);
    ServiceSpec live = SpecJson.read(changed);

    assertThat(text(live, deployed)).isEqualTo(expected);
    ServiceSpec repaired = SpecDiff.repaired(live, deployed);
    assertThat(SpecDiff.of(repaired, deployed, NETWORKS)).isEmpty();
    if (expected.isEmpty()) {
      assertThat(repaired).isEqualTo(live);
    }
  }

  private static String text(ServiceSpec live, ServiceSpec deployed) {
    return SpecDiff.of(live, deployed, NETWORKS).stream()
        .map(Difference::toString)
        .collect(Collectors.joining("\n"));
  }

  private static ObjectNode container(ObjectNode spec) {
    return (ObjectNode) spec.at("/TaskTemplate/ContainerSpec");
  }

  private static ArrayNode env(ObjectNode spec) {
    return container(spec).withArray("Env");
  }
}
