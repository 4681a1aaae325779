package io.lakeswarm.reconciler.lists;

import static io.lakeswarm.reconciler.lists.KitFiles.all;
import static io.lakeswarm.reconciler.lists.KitFiles.between;
import static io.lakeswarm.reconciler.lists.KitFiles.java;
import static io.lakeswarm.reconciler.lists.KitFiles.read;
import static io.lakeswarm.reconciler.lists.KitFiles.readAll;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The lists of {@link KitLists} that name secrets. */
final class SecretLists {
  /** Secrets between machines: no person signs in with them. */
  private static final Set<String> MACHINES =
      Set.of(
          "airflow_fernet_key",
          "airflow_jwt_secret",
          "airflow_secret_key",
          "docker_airflow",
          "docker_prometheus",
          "docker_reconciler",
          "metrics_password",
          "spark_pages_token");

  /** Written by swarm-init.sh from other files. */
  private static final List<String> DERIVED_SECRETS =
      List.of("aws_credentials", "docker_airflow_config", "gateway_certificate", "spark_secret");

  /** What the desired state may give to a user of the lake. */
  private static final Set<String> LAKE_KEYS = Set.of("aws_access_key_id", "aws_secret_access_key");

  private SecretLists() {}

  static Stream<KitList> every() {
    return Stream.of(
        KitList.of(
            "RANDOM_SECRETS in swarm-init.sh",
            () -> between(read("swarm-init.sh"), "RANDOM_SECRETS=(", ")"),
            "([a-z_]+)",
            () -> {
              Set<String> used = all(readAll("stacks", ".yml"), "\\$\\{SECRET_([A-Z_]+)");
              Set<String> names = new TreeSet<>();
              used.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
              names.removeAll(DERIVED_SECRETS);
              return names;
            }),
        KitList.of(
            "clients in images/edge/guard/guard.go",
            () -> read("images/edge/guard/guard.go"),
            "name: +\"([a-z]+)\"",
            () -> all(read("stacks/edge.yml"), "source: docker_([a-z]+)")),
        KitList.of(
            "desired/KitSecrets.java",
            () -> between(java("desired/KitSecrets.java"), "Set.of(", ");"),
            "\"([a-z_]+)\"",
            SecretLists::ownSecrets),
        KitList.of(
            "secrets in stacks/desired-state.schema.json",
            () -> between(read("stacks/desired-state.schema.json"), "\"not\": {\"enum\": [", "]"),
            "\"([a-z_]+)\"",
            SecretLists::ownSecrets),
        KitList.of(
            "jobs/credentials.sh",
            () -> read("jobs/credentials.sh"),
            "^show \".*\" ([a-z_]+)$",
            () -> {
              Set<String> secrets = randomSecrets();
              secrets.removeAll(MACHINES);
              return secrets;
            }));
  }

  private static Set<String> randomSecrets() {
    return all(between(read("swarm-init.sh"), "RANDOM_SECRETS=(", ")"), "([a-z_]+)");
  }

  /** Every secret but the keys of the lake's user. */
  private static Set<String> ownSecrets() {
    Set<String> secrets = randomSecrets();
    secrets.addAll(DERIVED_SECRETS);
    secrets.removeAll(LAKE_KEYS);
    return secrets;
  }
}
