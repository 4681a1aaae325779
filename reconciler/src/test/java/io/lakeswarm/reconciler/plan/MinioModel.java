package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.MinioSpec;
import io.lakeswarm.reconciler.desired.SecretRef;
import io.lakeswarm.reconciler.observed.KeyProbe;
import io.lakeswarm.reconciler.observed.ObservedMinio;
import io.lakeswarm.reconciler.observed.ObservedMinioUser;
import io.lakeswarm.reconciler.observed.PolicyDocument;
import io.lakeswarm.reconciler.observed.Versioning;
import io.lakeswarm.reconciler.observed.WantedPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * An object store in some state, and what it does on each action; it refuses what MinIO refuses.
 */
final class MinioModel {
  private static final List<String> BUCKETS = List.of("wsl", "warehouse", "raw", "tmp");
  private static final List<String> POLICIES = List.of("rw", "ro");
  private static final List<String> USERS = List.of("spark", "analyst", "dremio");

  /** A user as the server keeps it. */
  private record User(boolean enabled, boolean rightSecret, String policy) {}

  final MinioSpec desired;
  private final Map<String, Versioning> buckets = new TreeMap<>();
  private final Map<String, String> policies = new TreeMap<>();
  private final Map<String, User> users = new TreeMap<>();
  private final Set<String> proven = new HashSet<>();
  private final ResetModel resets;
  private final String node;
  private boolean verified;

  MinioModel(Random random) {
    desired = desired(random);
    for (String name : BUCKETS) {
      if (random.nextInt(3) > 0) {
        buckets.put(name, Versioning.values()[random.nextInt(3)]);
      }
    }
    POLICIES.forEach(
        name -> {
          if (random.nextInt(3) > 0) {
            policies.put(name, random.nextInt(3) == 0 ? "other" : name);
          }
        });
    for (String name : USERS) {
      if (random.nextInt(3) > 0) {
        String policy = random.nextInt(3) == 0 ? "" : POLICIES.get(random.nextInt(2));
        users.put(name, new User(random.nextInt(4) > 0, random.nextInt(4) > 0, policy));
      }
    }
    buckets.put("foreign", Versioning.OFF);
    policies.put("foreign", "foreign");
    users.put("foreign", new User(true, true, "foreign"));
    verified = random.nextBoolean();
    resets = new ResetModel("minio", some(BUCKETS, random), random);
    node = random.nextBoolean() ? "a" : "";
  }

  private static List<String> some(List<String> all, Random random) {
    List<String> some = new ArrayList<>(all);
    some.removeIf(one -> random.nextInt(3) == 0);
    return some;
  }

  private static MinioSpec desired(Random random) {
    return new MinioSpec(
        some(BUCKETS, random).stream()
            .map(name -> new MinioSpec.Bucket(name, random.nextBoolean()))
            .toList(),
        POLICIES.stream().map(name -> new MinioSpec.Policy(name, name + ".json")).toList(),
        some(USERS, random).stream()
            .map(
                name ->
                    new MinioSpec.User(
                        name,
                        POLICIES.get(random.nextInt(2)),
                        new SecretRef(name + "_key"),
                        new SecretRef(name + "_secret")))
            .toList());
  }

  ObservedMinio observed() {
    TreeMap<String, Versioning> seenBuckets = new TreeMap<>();
    desired.buckets().stream()
        .map(MinioSpec.Bucket::name)
        .filter(buckets::containsKey)
        .forEach(name -> seenBuckets.put(name, buckets.get(name)));
    TreeMap<String, WantedPolicy> wanted = new TreeMap<>();
    TreeMap<String, PolicyDocument> seenPolicies = new TreeMap<>();
    for (MinioSpec.Policy policy : desired.policies()) {
      wanted.put(policy.name(), new WantedPolicy(policy.name(), document(policy.name())));
      if (policies.containsKey(policy.name())) {
        seenPolicies.put(policy.name(), document(policies.get(policy.name())));
      }
    }
    TreeMap<String, ObservedMinioUser> seenUsers = new TreeMap<>();
    desired.users().stream()
        .filter(user -> users.containsKey(user.name()))
        .forEach(user -> seenUsers.put(user.name(), seen(users.get(user.name()), user)));
    return new ObservedMinio(
        resets.storage(node),
        seenBuckets,
        wanted,
        seenPolicies,
        seenUsers,
        verified || proven.containsAll(desired.users().stream().map(u -> u.name()).toList()));
  }

  private ObservedMinioUser seen(User user, MinioSpec.User wanted) {
    KeyProbe key =
        !user.enabled()
            ? KeyProbe.UNKNOWN_KEY
            : !user.rightSecret()
                ? KeyProbe.WRONG_SECRET
                : user.policy().equals(wanted.policy()) ? KeyProbe.ACCEPTED : KeyProbe.DENIED;
    return new ObservedMinioUser(user.enabled(), user.policy(), key);
  }

  private static PolicyDocument document(String text) {
    return new PolicyDocument(
        Set.of(new PolicyDocument.Statement(true, Set.of(text), Set.of("*"), Map.of())));
  }

  void apply(Action action) {
    assertThat(action.toString()).as("nothing foreign is touched").doesNotContain("foreign");
    if (action instanceof MinioAction.CreateBucket create) {
      require(buckets.putIfAbsent(create.name(), Versioning.OFF) == null, "bucket exists");
    } else if (action instanceof MinioAction.SetVersioning set) {
      require(buckets.replace(set.bucket(), set.versioning()) != null, "no such bucket");
    } else if (action instanceof MinioAction.PutPolicy put) {
      policies.put(put.name(), put.text());
    } else if (action instanceof MinioAction.PutUser put) {
      User before = users.getOrDefault(put.user().name(), new User(true, true, ""));
      users.put(put.user().name(), new User(true, true, before.policy()));
    } else if (action instanceof MinioAction.MapPolicy map) {
      require(users.containsKey(map.user().name()), "no such user");
      require(policies.containsKey(map.user().policy()), "no such policy");
      users.put(map.user().name(), new User(true, true, map.user().policy()));
    } else if (action instanceof MinioAction.VerifyUser verify) {
      require(isRight(verify.user()), "the proof fails");
      proven.add(verify.user().name());
      return;
    } else if (action instanceof ResetAction reset) {
      resets.apply(reset);
      return;
    } else {
      throw new AssertionError("unknown action " + action);
    }
    verified = false;
    proven.clear();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private boolean isRight(MinioSpec.User user) {
    User actual = users.get(user.name());
    return new User(true, true, user.policy()).equals(actual)
        && user.policy().equals(policies.get(user.policy()));
  }

  /** By the desired state itself, not by any planner. */
  boolean isAsDesired() {
    return desired.buckets().stream().allMatch(this::isRight)
        && desired.policies().stream().allMatch(p -> p.name().equals(policies.get(p.name())))
        && desired.users().stream().allMatch(this::isRight);
  }

  private boolean isRight(MinioSpec.Bucket bucket) {
    Versioning actual = buckets.get(bucket.name());
    return actual != null && bucket.versioning() == (actual == Versioning.ENABLED);
  }
}
