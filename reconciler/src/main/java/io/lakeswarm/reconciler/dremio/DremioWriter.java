package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.error.ReconcileException;
import io.lakeswarm.reconciler.minio.Credentials;
import io.lakeswarm.reconciler.minio.ProofLedger;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.plan.DremioAction;
import io.lakeswarm.reconciler.plan.Step;
import io.lakeswarm.reconciler.status.StepResult;
import java.util.Optional;

/** Does one action; decides nothing. */
final class DremioWriter {
  private static final String TAKEN = "First user can only be created";

  private final DremioClient client;
  private final DremioLogin login;
  private final SourceAccess access;
  private final AppliedSecrets applied;
  private final ProofLedger ledger;
  private final DremioSql sql;

  DremioWriter(
      DremioClient client,
      DremioLogin login,
      SourceAccess access,
      AppliedSecrets applied,
      ProofLedger ledger,
      DremioSql sql) {
    this.client = client;
    this.login = login;
    this.access = access;
    this.applied = applied;
    this.ledger = ledger;
    this.sql = sql;
  }

  StepResult write(Step step) {
    DremioAction action = (DremioAction) step.action();
    if (action instanceof DremioAction.CreateUser) {
      return createUser(step);
    }
    if (action instanceof DremioAction.CreateSource create) {
      return create(step, create);
    }
    if (action instanceof DremioAction.UpdateSource update) {
      return update(step, update);
    }
    if (action instanceof DremioAction.AdoptSource adopt) {
      String secret = access.keyOf(adopt.user()).secretKey();
      applied.remember(adopt.source().name(), adopt.clusterId(), secret);
      return StepResult.applied(step);
    }
    if (action instanceof DremioAction.VerifyEngine verify) {
      return proof(step, verify.clusterId(), ObservedDremio.ENGINE, engineFlaw());
    }
    if (action instanceof DremioAction.VerifySource verify) {
      return proof(step, verify.clusterId(), verify.source().name(), sourceFlaw(verify.source()));
    }
    throw new IllegalArgumentException("Unknown action " + action.getClass().getSimpleName());
  }

  private StepResult createUser(Step step) {
    String password = login.password();
    DremioAnswer answer = client.createFirstUser(password);
    if (answer.status() == 200) {
      login.drop();
      ledger.proven(session().clusterId(), ObservedDremio.USER);
      return StepResult.applied(step);
    }
    if (answer.says(400, TAKEN)) {
      return StepResult.refused(step, "somebody else made the first user");
    }
    return StepResult.failed(
        step,
        "Cannot make Dremio's first user: "
            + answer.message().replace(password, "***")
            + ". The password stands in .secrets/dremio_password; correct it and run make"
            + " swarm_deploy.");
  }

  private StepResult create(Step step, DremioAction.CreateSource create) {
    DremioSpec.Source source = create.source();
    Credentials key = access.keyOf(create.user());
    ledger.forget();
    // Noted first: should the answer be lost, the source that is found has this secret.
    applied.remember(source.name(), create.clusterId(), key.secretKey());
    DremioAnswer answer = client.createSource(session(), access.body(source, key).created());
    if (answer.status() == 409) {
      applied.forget(source.name());
      return StepResult.refused(step, answer.message());
    }
    return outcome(step, source, key, answer);
  }

  private StepResult update(Step step, DremioAction.UpdateSource update) {
    DremioSpec.Source source = update.source();
    Credentials key = access.keyOf(update.user());
    DremioSession session = session();
    DremioAnswer read = client.source(session, source.name());
    JsonNode actual = read.json();
    if (!read.isObject() || !actual.path("tag").asText().equals(update.tag())) {
      return StepResult.refused(step, "the source changed since it was looked at");
    }
    ledger.forget();
    SourceBody body = access.body(source, key);
    boolean send = update.secret() == DremioAction.Secret.SEND;
    if (send) {
      applied.begin(source.name(), update.clusterId(), update.tag(), key.secretKey());
    }
    DremioAnswer answer =
        client.updateSource(
            session, update.id(), send ? body.updatedWithSecret(actual) : body.updated(actual));
    if (answer.status() == 409 || answer.says(404, "not found")) {
      if (send) {
        applied.refused(source.name(), update.clusterId());
      }
      return StepResult.refused(step, answer.message());
    }
    return outcome(step, source, key, answer);
  }

  private static StepResult outcome(
      Step step, DremioSpec.Source source, Credentials key, DremioAnswer answer) {
    return answer.isObject()
        ? StepResult.applied(step)
        : StepResult.failed(
            step,
            "Cannot "
                + step.action().verb()
                + " the source "
                + source.name()
                + ": "
                + key.hiddenIn(answer.message())
                + ". Look at the services minio and nessie and at dremio.sources; it is tried"
                + " again.");
  }

  private StepResult proof(Step step, String clusterId, String name, Optional<String> flaw) {
    if (flaw.isPresent()) {
      return StepResult.failed(
          step, "Cannot use " + step.action().target() + " in Dremio: " + flaw.get() + ".");
    }
    ledger.proven(clusterId, name);
    return StepResult.applied(step);
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
