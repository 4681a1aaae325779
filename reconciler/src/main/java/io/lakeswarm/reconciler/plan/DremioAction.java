package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.desired.MinioSpec;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The writes to Dremio, and the probes that verify it. */
public sealed interface DremioAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Creates the first user. */
    void createUser(CreateUser action);

    /** Creates a source. */
    void createSource(CreateSource action);

    /** Overwrites a source. */
    void updateSource(UpdateSource action);

    /** Records the secret of a source as current. */
    void adoptSource(AdoptSource action);

    /** Runs a query. */
    void verifyEngine(VerifyEngine action);

    /** Reads a source. */
    void verifySource(VerifySource action);
  }

  /** An action that writes. */
  sealed interface Change extends DremioAction {}

  /** A probe that changes nothing. */
  sealed interface Proof extends DremioAction {}

  /** Creates the first user; Dremio accepts it only while it has none. */
  record CreateUser() implements Change {
    @Override
    public void accept(Handler handler) {
      handler.createUser(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "user:admin");
    }
  }

  /** Creates a source; Dremio stores it only if it can start it. */
  record CreateSource(DremioSpec.Source source, MinioSpec.User user, String clusterId)
      implements Change {
    @Override
    public void accept(Handler handler) {
      handler.createSource(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "source:" + source.name());
    }
  }

  /**
   * Overwrites a source with the desired settings.
   *
   * @param user whose key the source uses
   * @param differs names of the settings that differ
   * @param secret whether the secret is sent; for S3, sending it drops the metadata that Dremio
   *     keeps
   */
  record UpdateSource(
      DremioSpec.Source source,
      MinioSpec.User user,
      String clusterId,
      String id,
      String tag,
      SortedSet<String> differs,
      Secret secret)
      implements Change {
    /** Takes a copy. */
    public UpdateSource {
      differs = Collections.unmodifiableSortedSet(new TreeSet<>(differs));
    }

    @Override
    public void accept(Handler handler) {
      handler.updateSource(this);
    }

    @Override
    public Label label() {
      SortedSet<String> names = new TreeSet<>(differs);
      if (secret == Secret.SEND) {
        names.add("secret");
      }
      return Label.of("update", "source:" + source.name(), String.join(", ", names));
    }
  }

  /** Records that the secret of a source that was found working is the desired one. */
  record AdoptSource(DremioSpec.Source source, MinioSpec.User user, String clusterId)
      implements Change {
    @Override
    public void accept(Handler handler) {
      handler.adoptSource(this);
    }

    @Override
    public Label label() {
      return Label.of("adopt", "source:" + source.name());
    }
  }

  /** Verifies that Dremio runs a query. */
  record VerifyEngine(String clusterId) implements Proof {
    @Override
    public void accept(Handler handler) {
      handler.verifyEngine(this);
    }

    @Override
    public Label label() {
      return Label.of("verify", "engine:dremio");
    }
  }

  /** Verifies that a source answers: branches of a catalog, contents of an object store. */
  record VerifySource(DremioSpec.Source source, String clusterId) implements Proof {
    @Override
    public void accept(Handler handler) {
      handler.verifySource(this);
    }

    @Override
    public Label label() {
      return Label.of("verify", "source:" + source.name());
    }
  }

  /** What an update does with the stored secret. */
  enum Secret {
    KEEP,
    SEND
  }
}
