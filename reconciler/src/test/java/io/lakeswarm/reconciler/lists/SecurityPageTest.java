package io.lakeswarm.reconciler.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/security.md: its tests are there, and who talks to whom can. */
class SecurityPageTest {
  /** Prometheus reaches them at the address of their node. */
  private static final Set<String> ON_THE_NODE = Set.of("host", "bridge");

  private static final String JOBS = "jobs";
  private static final String CLIENTS = "clients";
  private static final Map<String, List<String>> DEPLOYED = Networks.deployed();

  @Test
  void theTestsThatItNamesAreThere() {
    Set<String> named =
        KitFiles.all(KitFiles.read(Networks.PAGE), "`(\\w+(?:Test|IT|E2E)|Test\\w+)`");
    Set<String> there =
        KitFiles.all(KitFiles.readAll("images/edge/guard", "_test.go"), "func (\\w+)");
    there.addAll(KitFiles.classes("reconciler/src/test/java"));
    there.addAll(KitFiles.classes("e2e/src/test/java"));
    there.addAll(KitFiles.classes("jobs/spark-drain/src/test/java"));
    assertThat(named).hasSizeGreaterThan(8);
    assertThat(there).containsAll(named);
  }

  @Test
  void aCallerSharesANetworkWithWhatItCalls() {
    assertThat(Networks.callers()).hasSizeGreaterThan(20);
    Networks.callers()
        .forEach(
            (service, callers) ->
                callers.stream()
                    .filter(caller -> !caller.equals(CLIENTS))
                    .forEach(
                        caller ->
                            assertThat(DEPLOYED.get(service))
                                .as("networks of %s and its caller %s", service, caller)
                                .containsAnyElementsOf(reachable(service, caller))));
  }

  /** A service that is on a shared network without need is one more way in. */
  @Test
  void noServiceIsOnANetworkWithoutAPartnerThere() {
    Map<String, Set<String>> callers = Networks.callers();
    DEPLOYED.forEach(
        (service, networks) ->
            networks.stream()
                .filter(network -> !ON_THE_NODE.contains(network))
                .forEach(
                    network ->
                        assertThat(DEPLOYED.keySet())
                            .as("partners of %s on %s", service, network)
                            .anyMatch(
                                other ->
                                    DEPLOYED.get(other).contains(network)
                                        && (callers.get(service).contains(other)
                                            || callers.get(other).contains(service)))));
  }

  /** By a second network, or as one more service on the first, others would reach it. */
  @Test
  void aDatabaseIsAloneWithItsCallersOnAnInternalNetwork() {
    List<String> databases =
        StackRules.services().values().stream()
            .filter(StackRules::isDatabase)
            .map(StackRules.Service::name)
            .toList();
    assertThat(databases).hasSize(2);
    for (String database : databases) {
      List<String> networks = DEPLOYED.get(database);
      assertThat(networks).as(database).hasSize(1).isSubsetOf(Networks.internal());
      Set<String> members = new TreeSet<>(Networks.callers().get(database));
      members.add(database);
      assertThat(DEPLOYED.keySet())
          .filteredOn(service -> DEPLOYED.get(service).containsAll(networks))
          .as("services on " + networks)
          .containsExactlyInAnyOrderElementsOf(members);
    }
  }

  private static List<String> reachable(String service, String caller) {
    if (ON_THE_NODE.containsAll(DEPLOYED.get(service))) {
      return DEPLOYED.get(service);
    }
    List<String> networks =
        caller.equals(JOBS) ? List.copyOf(Networks.ofJobs()) : DEPLOYED.get(caller);
    assertThat(networks).as("no service is called " + caller).isNotNull();
    return networks;
  }
}
