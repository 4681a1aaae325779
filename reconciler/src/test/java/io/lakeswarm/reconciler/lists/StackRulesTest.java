package io.lakeswarm.reconciler.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.lists.StackRules.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack files keep {@link StackRules}. */
class StackRulesTest {
  private static final Map<String, Service> SERVICES = StackRules.services();

  @Test
  void everyServiceKeepsEveryRule() {
    assertThat(SERVICES).hasSizeGreaterThan(20);
    SERVICES.values().forEach(it -> assertThat(StackRules.broken(it)).as(it.name()).isEmpty());
  }

  static Stream<Arguments> faults() {
    Map<String, Object> bind = Map.of("type", "bind", "source", "/etc");
    return Stream.of(
        Arguments.of("drops every capability", "cap_drop", List.of("NET_RAW")),
        Arguments.of("adds no capability", "cap_add", List.of("SYS_ADMIN")),
        Arguments.of("has a read-only root, or a reason", "read_only", false),
        Arguments.of("limits its memory", "deploy", withLimits(Map.of("cpus", "1", "pids", 9))),
        Arguments.of("limits its CPU", "deploy", withLimits(Map.of("memory", "1G", "pids", 9))),
        Arguments.of(
            "limits its processes", "deploy", withLimits(Map.of("memory", "1G", "cpus", "1"))),
        Arguments.of("rotates its log", "logging", Map.of("driver", "json-file")),
        Arguments.of("says how it is updated", "deploy", without("update_config")),
        Arguments.of("is root only with a reason", "user", "0:0"),
        Arguments.of("is root only with a reason", "user", 0),
        Arguments.of("mounts a host's folder only with a reason", "volumes", List.of(bind)),
        Arguments.of("mounts a host's folder only with a reason", "volumes", List.of("/:/host")),
        Arguments.of("lists its volumes by source, then target", "volumes", reversed()),
        Arguments.of(
            "keeps a database off the networks of jobs", "image", "kit/lakeswarm/postgres:1"),
        Arguments.of("has a pinned image", "image", "minio:latest"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsNamed(String rule, String key, Object value) {
    Map<String, Object> definition = new TreeMap<>(minio().definition());
    definition.put(key, value);
    assertThat(StackRules.broken(new Service("minio", definition))).containsExactly(rule);
  }

  @Test
  void noRuleIsWithoutAFault() {
    assertThat(StackRules.ALL.stream().map(StackRules.Rule::name).collect(Collectors.toSet()))
        .isEqualTo(faults().map(it -> it.get()[0]).collect(Collectors.toSet()));
  }

  private static Service minio() {
    return SERVICES.get("minio");
  }

  private static List<?> reversed() {
    List<?> volumes = new ArrayList<>(minio().list("volumes"));
    Collections.reverse(volumes);
    return volumes;
  }

  private static Map<String, Object> withLimits(Map<String, Object> limits) {
    Map<String, Object> deploy = without("resources");
    deploy.put("resources", Map.of("limits", limits));
    return deploy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> without(String key) {
    Map<String, Object> deploy = new TreeMap<>((Map<String, Object>) minio().at("deploy"));
    deploy.remove(key);
    return deploy;
  }
}
