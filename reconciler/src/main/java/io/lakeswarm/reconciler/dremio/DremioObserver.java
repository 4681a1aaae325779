package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.managed.StorageFacts;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import io.lakeswarm.reconciler.probe.ProofCache;
import io.lakeswarm.reconciler.probe.ServerFailure;
import io.lakeswarm.reconciler.probe.ServerFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Observes a running engine; reads only, except that it signs in. */
final class DremioObserver {
  /** Older engines send no state. */
  private static final Set<String> SETTLED = Set.of("", "NONE", "UNSPECIFIED");

  private final DremioClient client;
  private final DremioLogin login;
  private final SourceAccess access;
  private final AppliedSecrets applied;
  private final ProofCache proofs;
  private final StorageFacts storage;
  private final Supplier<Optional<String>> blocked;

  DremioObserver(
      DremioClient client,
      DremioLogin login,
      SourceAccess access,
      AppliedSecrets applied,
      ProofCache proofs,
      StorageFacts storage,
      Supplier<Optional<String>> blocked) {
    this.client = client;
    this.login = login;
    this.access = access;
    this.applied = applied;
    this.proofs = proofs;
    this.storage = storage;
    this.blocked = blocked;
  }

  ObservedDremio observe(DesiredState desired) {
    if (!client.isUp()) {
      throw new ServerFailure(
          Kind.STARTING, "Cannot use Dremio: it is starting. Should it stay so, read its log.");
    }
    try {
      return look(desired);
    } catch (ServerFailure e) {
      if (e.kind() != Kind.SIGNED_OUT) {
        throw e;
      }
      login.drop(); // Expired, or lost with its volume: only a new login decides which.
      return look(desired);
    }
  }

  private ObservedDremio look(DesiredState desired) {
    Optional<DremioSession> session = login.session();
    return session.isEmpty() ? ObservedDremio.WITHOUT_USER : open(session.get(), desired);
  }

  private ObservedDremio open(DremioSession session, DesiredState desired) {
    List<String> names = new ArrayList<>(List.of(ObservedDremio.ENGINE, ObservedDremio.USER));
    SortedMap<String, ObservedSource> sources = new TreeMap<>();
    for (DremioSpec.Source source : desired.dremio().sources()) {
      names.add(source.name());
      read(session, source)
          .ifPresent(
              actual ->
                  sources.put(
                      source.name(), source(session, source, user(desired, source), actual)));
    }
    return new ObservedDremio(
        ObservedDremio.Stage.OPEN,
        storage.storage(session.clusterId()),
        sources,
        blocked.get(),
        names.stream()
            .filter(name -> proofs.covers(session.clusterId(), List.of(name)))
            .collect(Collectors.toSet()));
  }

  /** Returns empty only for the exact "not found" answer; a bad source is read all the same. */
  private Optional<JsonNode> read(DremioSession session, DremioSpec.Source source) {
    DremioAnswer answer = client.source(session, source.name());
    if (answer.says(404, "Could not find entity")) {
      return Optional.empty();
    }
    if (!answer.isObject()) {
      throw answer.unexpected("read the source " + source.name());
    }
    return Optional.of(answer.json());
  }

  private ObservedSource source(
      DremioSession session, DremioSpec.Source source, MinioSpec.User user, JsonNode actual) {
    Credentials key = access.keyOf(user);
    SourceBody body = access.body(source, key);
    String type = actual.path("type").asText();
    boolean same = type.equals(source.type().name());
    ObservedSource.Health health = health(actual.path("state").path("status").asText());
    return new ObservedSource(
        type,
        actual.path("id").asText(),
        actual.path("tag").asText(),
        same ? body.differences(actual) : new TreeSet<>(),
        same && !body.hasSecret(actual)
            ? ObservedSource.Secret.ROTATED
            : applied.compare(
                source.name(), session.clusterId(), actual.path("tag").asText(), key.secretKey()),
        health,
        health == ObservedSource.Health.GOOD ? "" : key.hiddenIn(complaint(actual.path("state"))),
        !SETTLED.contains(actual.path("sourceChangeState").asText("")));
  }

  private static ObservedSource.Health health(String status) {
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "good" -> ObservedSource.Health.GOOD;
      case "warn" -> ObservedSource.Health.WARN;
      default -> ObservedSource.Health.BAD;
    };
  }

  private static String complaint(JsonNode state) {
    List<String> told = new ArrayList<>();
    state.path("messages").forEach(message -> told.add(message.path("message").asText()));
    told.add(state.path("suggestedUserAction").asText(""));
    return DremioAnswer.shortened(String.join(" ", told));
  }

  private static MinioSpec.User user(DesiredState desired, DremioSpec.Source source) {
    return desired.minio().users().stream()
        .filter(user -> user.name().equals(source.user()))
        .findFirst()
        .orElseThrow();
  }
}
