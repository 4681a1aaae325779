package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.MinioIdentity;
import io.lakeswarm.reconciler.observed.MinioReset;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Versioning;
import java.util.List;

/** The writes to the object store and to what is remembered of it. Repeating one does no harm. */
public sealed interface MinioAction extends Action {

  /** Makes a bucket. */
  record CreateBucket(String name) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("create", "bucket:" + name);
    }
  }

  /** Switches a bucket's versioning. */
  record SetVersioning(String bucket, Versioning versioning) implements MinioAction {
    @Override
    public Label label() {
      return Label.of(
          "set",
          "bucket:" + bucket,
          "versioning " + versioning.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** Creates or replaces a policy with the text of its file. */
  record PutPolicy(String name, String text) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("put", "policy:" + name);
    }
  }

  /** Creates or enables a user and sets its secret; running clients of an old secret fail. */
  record PutUser(MinioSpec.User user) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("put", "user:" + user.name());
    }
  }

  /** Makes the desired policy the user's only one. */
  record MapPolicy(MinioSpec.User user) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("map", "user:" + user.name(), "-> " + user.policy());
    }
  }

  /** Proves with the user's own key that it may do what its policy says, and no more. */
  record VerifyUser(
      MinioSpec.User user, PolicyDocument policy, List<String> buckets, String deploymentId)
      implements MinioAction {
    /** Takes a copy of the list. */
    public VerifyUser {
      buckets = List.copyOf(buckets);
    }

    @Override
    public Label label() {
      return Label.of("verify", "user:" + user.name());
    }
  }

  /** Remembers, before anything is repaired, that data was lost; the time is that of the write. */
  record RecordReset(MinioReset.Reason reason, String deploymentId, List<String> reapplied)
      implements MinioAction {
    /** Takes a copy of the list. */
    public RecordReset {
      reapplied = List.copyOf(reapplied);
    }

    @Override
    public Label label() {
      return Label.of("record", "reset:minio");
    }
  }

  /** Remembers that the repair after a loss was proven by use, and how long it took. */
  record CloseReset(String deploymentId) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("close", "reset:minio");
    }
  }

  /** Remembers the storage that was proven to work. */
  record RememberIdentity(MinioIdentity identity) implements MinioAction {
    @Override
    public Label label() {
      return Label.of("remember", "identity:minio");
    }
  }
}
