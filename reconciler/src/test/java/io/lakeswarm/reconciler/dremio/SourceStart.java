package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What happens when the server starts a source: everything it leads to is tried. */
final class SourceStart {
  private static final String S3 =
      "Could not connect to S3 source. Check your S3 data source settings and credentials.";

  private final Backends backends;

  SourceStart(Backends backends) {
    this.backends = backends;
  }

  /** Throws the refusal of a source that cannot be started. */
  void require(String name, String type, ObjectNode config) {
    if (type.equals("NESSIE")) {
      requireCatalog(name, config);
      requireStore(config, "awsAccessKey", "awsAccessSecret");
    } else {
      boolean compatible = config.path("compatibilityMode").asBoolean();
      if (!compatible) {
        throw Reply.user(400, "Credential Verification failed.");
      }
      requireStore(config, "accessKey", "accessSecret");
    }
  }

  /** What the regular check says later: a catalog's leaves its files out. */
  boolean isGood(String type, ObjectNode config) {
    return type.equals("NESSIE")
        ? backends.catalogAnswers(config.path("nessieEndpoint").asText())
        : backends.store(config, "accessKey", "accessSecret") == Backends.Store.OPEN;
  }

  private void requireCatalog(String name, ObjectNode config) {
    String prefix = "Unable to create source [" + name + "], ";
    String endpoint = config.path("nessieEndpoint").asText();
    if (!endpoint.matches("https?://.+")) {
      throw Reply.user(400, prefix + "Nessie endpoint must be a valid http or https address");
    }
    String auth = config.path("nessieAuthType").asText();
    if (!auth.equals("NONE") && config.path("nessieAccessToken").asText().isEmpty()) {
      throw Reply.user(400, prefix + "bearer token provided is empty");
    }
    if (endpoint.matches(".*/api/v1/?")) {
      throw Reply.user(400, "Invalid API version. Nessie endpoint must be of API v2.");
    }
    if (!config.path("awsRootPath").asText().matches("/?[a-z0-9.-]{3,63}(/[^/]+)*/?")) {
      throw Reply.user(400, prefix + "Invalid AWS Root Path");
    }
    if (!backends.catalogAnswers(endpoint)) {
      throw Reply.user(
          400, prefix + "Make sure that Nessie endpoint URL [" + endpoint + "] is valid.");
    }
    if (!"true".equals(ConfigRules.property(config, "dremio.s3.compat"))) {
      throw Reply.user(400, "Credential Verification failed.");
    }
  }

  private void requireStore(ObjectNode config, String keyField, String secretField) {
    boolean encrypted =
        config.path("secure").asBoolean()
            || !"false".equals(ConfigRules.property(config, "fs.s3a.connection.ssl.enabled"));
    boolean keys = config.path("credentialType").asText().equals("ACCESS_KEY");
    boolean byPath = "true".equals(ConfigRules.property(config, "fs.s3a.path.style.access"));
    String endpoint = ConfigRules.property(config, "fs.s3a.endpoint");
    boolean reachable = !encrypted && keys && byPath && !endpoint.contains("/");
    if (!reachable || backends.store(config, keyField, secretField) != Backends.Store.OPEN) {
      throw Reply.user(400, S3);
    }
  }
}
