package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.config.Credentials;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.plan.DremioAction;
import io.lakeswarm.reconciler.probe.ProofCache;
import java.util.Optional;

/** Applies each action as one write; a failed write is thrown. */
final class DremioWriter implements DremioAction.Handler {
  private static final String TAKEN = "First user can only be created";

  private final DremioClient client;
  private final DremioLogin login;
  private final SourceAccess access;
  private final AppliedSecrets applied;
  private final ProofCache proofs;
  private final DremioSql sql;

  DremioWriter(
      DremioClient client,
      DremioLogin login,
      SourceAccess access,
      AppliedSecrets applied,
      ProofCache proofs,
      DremioSql sql) {
    this.client = client;
    this.login = login;
    this.access = access;
    this.applied = applied;
    this.proofs = proofs;
    this.sql = sql;
  }

  @Override
  public void createUser(DremioAction.CreateUser action) {
    String password = login.password();
    DremioAnswer answer = client.createFirstUser(password);
    if (answer.status() == 200) {
      login.drop();
      proofs.verified(session().clusterId(), ObservedDremio.USER);
      return;
    }
    if (answer.says(400, TAKEN)) {
      throw new ReconcileException.Conflict("another client made the first user");
    }
    throw new ReconcileException.Stalled(
        "Cannot make Dremio's first user: "
            + answer.message().replace(password, "***")
            + ". The password stands in .secrets/dremio_password; correct it and run make"
            + " swarm_deploy.");
  }

  @Override
  public void createSource(DremioAction.CreateSource action) {
    DremioSpec.Source source = action.source();
    Credentials key = access.keyOf(action.user());
    proofs.clear();
    // Recorded first: if the answer is lost, the source that is found has this secret.
    applied.remember(source.name(), action.clusterId(), key.secretKey());
    DremioAnswer answer = client.createSource(session(), access.body(source, key).created());
    if (answer.status() == 409) {
      applied.clear(source.name());
      throw new ReconcileException.Conflict(answer.message());
    }
    requireObject(action, source, key, answer);
  }

  @Override
  public void updateSource(DremioAction.UpdateSource action) {
    DremioSpec.Source source = action.source();
    Credentials key = access.keyOf(action.user());
    DremioSession session = session();
    DremioAnswer read = client.source(session, source.name());
    JsonNode actual = read.json();
    if (!read.isObject() || !actual.path("tag").asText().equals(action.tag())) {
      throw new ReconcileException.Conflict("the source changed since it was looked at");
    }
    proofs.clear();
    SourceBody body = access.body(source, key);
    boolean send = action.secret() == DremioAction.Secret.SEND;
    if (send) {
      applied.begin(source.name(), action.clusterId(), action.tag(), key.secretKey());
    }
    DremioAnswer answer =
        client.updateSource(
            session, action.id(), send ? body.updatedWithSecret(actual) : body.updated(actual));
    if (answer.status() == 409 || answer.says(404, "not found")) {
      if (send) {
        applied.refused(source.name(), action.clusterId());
      }
      throw new ReconcileException.Conflict(answer.message());
    }
    requireObject(action, source, key, answer);
  }

  @Override
  public void adoptSource(DremioAction.AdoptSource action) {
    String secret = access.keyOf(action.user()).secretKey();
    applied.remember(action.source().name(), action.clusterId(), secret);
  }

  @Override
  public void verifyEngine(DremioAction.VerifyEngine action) {
    requireNoFlaw(action, engineFlaw());
    proofs.verified(action.clusterId(), ObservedDremio.ENGINE);
  }

  @Override
  public void verifySource(DremioAction.VerifySource action) {
    requireNoFlaw(action, sourceFlaw(action.source()));
    proofs.verified(action.clusterId(), action.source().name());
  }

  private static void requireObject(
      DremioAction action, DremioSpec.Source source, Credentials key, DremioAnswer answer) {
    if (!answer.isObject()) {
      throw new ReconcileException.Unobservable(
          "Cannot "
              + action.verb()
              + " the source "
              + source.name()
              + ": "
              + key.hiddenIn(answer.message())
              + ". Look at the services minio and nessie and at dremio.sources; it is tried"
              + " again.");
    }
  }

  private static void requireNoFlaw(DremioAction action, Optional<String> flaw) {
    if (flaw.isPresent()) {
      throw new ReconcileException.Unobservable(
          "Cannot use " + action.target() + " in Dremio: " + flaw.get() + ".");
    }
  }

  private Optional<String> engineFlaw() {
    return sql.flaw(session(), "SELECT 1");
  }

  private Optional<String> sourceFlaw(DremioSpec.Source source) {
    if (source.type() == DremioSpec.SourceType.NESSIE) {
      return sql.flaw(session(), "SHOW BRANCHES IN \"" + source.name() + "\"");
    }
    DremioAnswer contents = client.sourceContents(session(), source.name());
    return contents.isObject()
        ? Optional.empty()
        : Optional.of("its contents cannot be listed (" + contents.message() + ")");
  }

  private DremioSession session() {
    return login
        .session()
        .orElseThrow(
            () ->
                new ReconcileException.Unobservable(
                    "Cannot sign in to Dremio: its user is gone. It is looked at anew."));
  }
}
