package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the admin calls the reconciler needs, with the root key pair. All writes replace, none
 * adds.
 */
final class MinioAdmin {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/minio/admin/v3/";

  private final MinioTransport transport;
  private final Credentials root;

  MinioAdmin(MinioTransport transport, Credentials root) {
    this.transport = transport;
    this.root = root;
  }

  /**
   * A user as the server reports it.
   *
   * @param policy comma-separated names, empty when none is mapped
   */
  record UserInfo(boolean enabled, String policy) {}

  /**
   * Returns the identity of the server's storage; a new one means new drives. It can be wrong
   * before the cluster is healthy.
   */
  String deploymentId() {
    JsonNode info = json(send(request("read the server's identity", "GET", "info")).orThrow());
    String id = info.path("deploymentID").asText("");
    if (id.isEmpty()) {
      throw new MinioException(
          MinioErrorCode.STARTING, "Cannot read the server's identity: it has none yet.");
    }
    return id;
  }

  /**
   * Returns the policy as the server reports it, with lists in any order; empty when there is none.
   */
  Optional<PolicyDocument> policy(String name) {
    MinioAnswer answer =
        send(request("read policy " + name, "GET", "info-canned-policy").with("name", name));
    if (answer.code() == MinioErrorCode.NO_SUCH_POLICY) {
      return Optional.empty();
    }
    try {
      return Optional.of(PolicyJson.parse(answer.orThrow().text()));
    } catch (IllegalArgumentException e) {
      throw answer.odd("a policy", e);
    }
  }

  /** Creates or replaces a policy. */
  void putPolicy(String name, String document) {
    send(request("put policy " + name, "PUT", "add-canned-policy")
            .with("name", name)
            .body(document.getBytes(UTF_8)))
        .orThrow();
  }

  /** Returns the user, empty when there is none. */
  Optional<UserInfo> user(String name, String accessKey) {
    MinioAnswer answer =
        send(request("read user " + name, "GET", "user-info").with("accessKey", accessKey));
    if (answer.code() == MinioErrorCode.NO_SUCH_USER) {
      return Optional.empty();
    }
    JsonNode user = json(answer.orThrow());
    return Optional.of(
        new UserInfo(
            "enabled".equals(user.path("status").asText()), user.path("policyName").asText("")));
  }

  /** Creates or enables a user and sets its secret, at once for clients that use the old one. */
  void putUser(String name, Credentials user) {
    byte[] body = bytes(Map.of("secretKey", user.secretKey(), "status", "enabled"));
    send(request("put user " + name, "PUT", "add-user")
            .with("accessKey", user.accessKey())
            .body(MadminCrypt.encrypt(root.secretKey(), body)))
        .orThrow();
  }

  /** Makes {@code policy} the user's only policy. */
  void mapPolicy(String name, String accessKey, String policy) {
    send(request("map policy " + policy + " to user " + name, "PUT", "set-user-or-group-policy")
            .with("policyName", policy)
            .with("userOrGroup", accessKey)
            .with("isGroup", "false"))
        .orThrow();
  }

  private static MinioRequest request(String purpose, String method, String call) {
    return MinioRequest.of(purpose, method, BASE + call);
  }

  private MinioAnswer send(MinioRequest request) {
    return transport.signed(request, root);
  }

  private static JsonNode json(MinioAnswer answer) {
    try {
      JsonNode tree = JSON.readTree(answer.body());
      if (tree.isObject()) {
        return tree;
      }
    } catch (java.io.IOException e) {
      throw answer.odd("a JSON object", e);
    }
    throw answer.odd("a JSON object", null);
  }

  private static byte[] bytes(Map<String, String> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a map of strings as JSON.", e);
    }
  }
}
