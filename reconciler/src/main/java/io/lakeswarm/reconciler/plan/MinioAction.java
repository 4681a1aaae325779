package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Versioning;
import java.util.List;

/** The writes to the object store. Repeating one does no harm. */
public sealed interface MinioAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Creates a bucket. */
    void createBucket(CreateBucket action);

    /** Switches versioning. */
    void setVersioning(SetVersioning action);

    /** Writes a policy. */
    void putPolicy(PutPolicy action);

    /** Writes a user. */
    void putUser(PutUser action);

    /** Attaches a policy. */
    void mapPolicy(MapPolicy action);

    /** Tests a key. */
    void verifyUser(VerifyUser action);
  }

  /** Creates a bucket. */
  record CreateBucket(String name) implements MinioAction {
    @Override
    public void accept(Handler handler) {
      handler.createBucket(this);
    }

    @Override
    public Label label() {
      return Label.of("create", "bucket:" + name);
    }
  }

  /** Switches a bucket's versioning. */
  record SetVersioning(String bucket, Versioning versioning) implements MinioAction {
    @Override
    public void accept(Handler handler) {
      handler.setVersioning(this);
    }

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
    public void accept(Handler handler) {
      handler.putPolicy(this);
    }

    @Override
    public Label label() {
      return Label.of("put", "policy:" + name);
    }
  }

  /** Creates or enables a user and sets its secret; running clients of an old secret fail. */
  record PutUser(MinioSpec.User user) implements MinioAction {
    @Override
    public void accept(Handler handler) {
      handler.putUser(this);
    }

    @Override
    public Label label() {
      return Label.of("put", "user:" + user.name());
    }
  }

  /** Makes the desired policy the user's only one. */
  record MapPolicy(MinioSpec.User user) implements MinioAction {
    @Override
    public void accept(Handler handler) {
      handler.mapPolicy(this);
    }

    @Override
    public Label label() {
      return Label.of("map", "user:" + user.name(), "-> " + user.policy());
    }
  }

  /** Verifies with the user's own key that the user may do what its policy allows, and no more. */
  record VerifyUser(
      MinioSpec.User user, PolicyDocument policy, List<String> buckets, String deploymentId)
      implements MinioAction {
    /** Takes a copy of the list. */
    public VerifyUser {
      buckets = List.copyOf(buckets);
    }

    @Override
    public void accept(Handler handler) {
      handler.verifyUser(this);
    }

    @Override
    public Label label() {
      return Label.of("verify", "user:" + user.name());
    }
  }
}
