package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** First user, login and who may come in. One for each start of the process. */
final class UserApi {
  private static final Duration TOKEN_LIFE = Duration.ofHours(30);
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private final DremioVolume volume;
  private final DremioProfile profile;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** Once a user was seen the process never looks again, even if its volume is taken away. */
  private boolean userSeen;

  UserApi(DremioVolume volume, DremioProfile profile, Clock clock) {
    this.volume = volume;
    this.profile = profile;
    this.clock = clock;
  }

  /** The filter before everything below {@code /apiv2} but the bootstrap. */
  void requireUser() {
    userSeen = userSeen || !volume.users().isEmpty();
    if (!userSeen) {
      throw Reply.generic(403, "No User Available");
    }
  }

  /** The filter before everything that needs a login; knows nothing of users. */
  void requireToken(String authorization) {
    if (tokenIn(authorization).filter(this::isAlive).isEmpty()) {
      throw Reply.unauthorized();
    }
  }

  Reply createFirst(JsonNode body) {
    if (!volume.users().isEmpty()) {
      throw Reply.user(400, "First user can only be created when no user is already registered");
    }
    if (body.has("createdAt") && !body.path("createdAt").isIntegralNumber()) {
      throw ConfigRules.wrong("createdAt");
    }
    if (!body.hasNonNull("userName")) {
      throw Reply.generic(500, "Something went wrong.");
    }
    String name = body.path("userName").asText();
    if (name.isEmpty() || name.contains("\"") || name.contains(":")) {
      throw Reply.user(400, "Invalid username: can not contain quotes or colons.");
    }
    String password = body.path("password").asText("");
    if (!password.matches("(?=.*[0-9])(?=.*[a-zA-Z]).{8,}")) {
      throw Reply.user(
          400,
          "Invalid password: must be at least 8 letters long, must contain at least one number and"
              + " one letter");
    }
    String id = UUID.randomUUID().toString();
    volume.users().putObject(name).put("id", id).put("password", password);
    volume.save();
    ObjectNode config =
        object().put("userName", name).put("createdAt", clock.millis()).put("active", true);
    config.putObject("uid").put("id", id);
    ObjectNode answer =
        object().put("resourcePath", "/user/" + name).put("userName", name).put("name", name);
    answer.put("id", id).set("userConfig", config);
    answer.putObject("links").put("self", "/user/" + name);
    return Reply.ok(answer);
  }

  Reply login(JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getKey().equals("userName") && !field.getKey().equals("password")) {
        throw ConfigRules.wrong(field.getKey());
      }
    }
    String name = body.path("userName").asText("");
    String password = body.path("password").asText("");
    if (name.isEmpty() || password.isEmpty()) {
      throw Reply.generic(401, "user name or password cannot be null or empty");
    }
    if (!password.equals(volume.users().path(name).path("password").asText())) {
      throw Reply.generic(401, "Login failed: Invalid username or password, user " + name);
    }
    String token = token();
    long expires = clock.instant().plus(TOKEN_LIFE).toEpochMilli();
    volume.tokens().put(token, expires);
    volume.save();
    ObjectNode answer = object().put("token", token).put("userName", name).put("expires", expires);
    answer.put("userId", volume.users().path(name).path("id").asText()).put("admin", true);
    answer.put("clusterId", volume.clusterId()).put("clusterCreatedAt", volume.createdAt());
    answer.put("version", profile.build()).putObject("permissions").put("canUploadProfiles", true);
    return Reply.ok(answer);
  }

  Reply logout(String authorization) {
    tokenIn(authorization).ifPresent(volume.tokens()::remove);
    volume.save();
    return Reply.empty(204);
  }

  private boolean isAlive(String token) {
    return volume.tokens().path(token).asLong(0) > clock.millis();
  }

  /** {@code _dremio} has no space before the token, {@code Bearer} has one. */
  private static Optional<String> tokenIn(String authorization) {
    for (String scheme : new String[] {"_dremio", "Bearer "}) {
      if (authorization.startsWith(scheme)) {
        return Optional.of(authorization.substring(scheme.length()));
      }
    }
    return Optional.empty();
  }

  private String token() {
    StringBuilder token = new StringBuilder();
    random.ints(26, 0, BASE32.length()).forEach(index -> token.append(BASE32.charAt(index)));
    return token.toString();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
