package io.lakeswarm.reconciler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeswarm.reconciler.desired.DesiredState;
import io.lakeswarm.reconciler.desired.DremioSpec;
import io.lakeswarm.reconciler.observed.ObservedDremio;
import io.lakeswarm.reconciler.observed.ObservedSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A query engine in some state, what is remembered of it, and what it does on each action; it
 * refuses what Dremio refuses, and never tells a secret.
 */
final class DremioModel {
  private static final String FOREIGN = "of-somebody";

  /** A source as the engine keeps it, and whether its last written secret is remembered. */
  private record Source(
      String type, boolean right, boolean rightSecret, boolean noted, int tag, boolean changing) {
    Source settled() {
      return new Source(type, right, rightSecret, noted, tag, false);
    }

    Source written(boolean sent) {
      return new Source(type, true, sent || rightSecret, sent || noted, tag + 1, true);
    }
  }

  final DesiredState desired;
  private final Map<String, Source> sources = new TreeMap<>();
  private final Set<String> proven = new HashSet<>();
  private final ResetModel resets;
  private final String node;
  private boolean hasUser;
  private boolean blocked;

  /** Some state of an engine that should be as {@code kit} says, with some of its sources. */
  DremioModel(DesiredState kit, Random random) {
    List<DremioSpec.Source> some =
        kit.dremio().sources().stream().filter(source -> random.nextInt(4) > 0).toList();
    desired =
        new DesiredState(
            kit.workers(), kit.minio(), kit.nessie(), new DremioSpec(some), kit.services());
    hasUser = random.nextInt(6) > 0;
    blocked = random.nextInt(8) == 0;
    node = random.nextBoolean() ? "a" : "";
    resets = new ResetModel("dremio", List.of(), random);
    if (hasUser) {
      kit.dremio().sources().stream()
          .filter(source -> random.nextInt(3) > 0)
          .forEach(source -> sources.put(source.name(), some(source, random)));
      proven.addAll(random.nextBoolean() ? sources.keySet() : Set.of());
    }
    sources.put(FOREIGN, new Source("S3", false, false, false, 1, false));
  }

  private static Source some(DremioSpec.Source source, Random random) {
    String type = random.nextInt(12) == 0 ? "HDFS" : source.type().name();
    return new Source(
        type,
        random.nextInt(3) > 0,
        random.nextInt(3) > 0,
        random.nextBoolean(),
        random.nextInt(9),
        random.nextInt(8) == 0);
  }

  ObservedDremio observed() {
    if (!hasUser) {
      return ObservedDremio.WITHOUT_USER;
    }
    TreeMap<String, ObservedSource> seen = new TreeMap<>();
    for (DremioSpec.Source wanted : desired.dremio().sources()) {
      Optional.ofNullable(sources.get(wanted.name()))
          .ifPresent(source -> seen.put(wanted.name(), seen(wanted.name(), source)));
    }
    return new ObservedDremio(
        ObservedDremio.Stage.OPEN,
        resets.storage(node),
        seen,
        blocked ? Optional.of("MinioBootstrap is not True") : Optional.empty(),
        proven);
  }

  private static ObservedSource seen(String name, Source source) {
    boolean opens = source.rightSecret() || !source.type().equals("S3");
    ObservedSource.Secret known =
        source.rightSecret() ? ObservedSource.Secret.CURRENT : ObservedSource.Secret.ROTATED;
    return new ObservedSource(
        source.type(),
        "id-" + name,
        String.valueOf(source.tag()),
        new TreeSet<>(source.right() ? Set.of() : Set.of("secure")),
        source.noted() ? known : ObservedSource.Secret.UNKNOWN,
        opens ? ObservedSource.Health.GOOD : ObservedSource.Health.BAD,
        "",
        source.changing());
  }

  void apply(Action action) {
    if (action instanceof DremioAction.CreateUser) {
      require(!hasUser, "there is a user");
      hasUser = true;
      proven.add(ObservedDremio.USER);
    } else if (action instanceof DremioAction.CreateSource create) {
      Source made = new Source(create.source().type().name(), true, true, true, 1, true);
      require(!blocked, "its servers are down");
      require(sources.putIfAbsent(create.source().name(), made) == null, "there is one");
      proven.clear();
    } else if (action instanceof DremioAction.UpdateSource update) {
      Source before = wanted(update.source());
      require(!blocked, "its servers are down");
      require(update.tag().equals(String.valueOf(before.tag())), "the tag is not the newest");
      boolean send = update.secret() == DremioAction.Secret.SEND;
      sources.put(update.source().name(), before.written(send));
      proven.clear();
    } else if (action instanceof DremioAction.AdoptSource adopt) {
      Source found = wanted(adopt.source());
      require(found.rightSecret(), "its secret is another");
      sources.put(
          adopt.source().name(),
          new Source(found.type(), found.right(), true, true, found.tag(), false));
    } else if (action instanceof DremioAction.VerifyEngine) {
      proven.add(ObservedDremio.ENGINE);
    } else if (action instanceof DremioAction.VerifySource verify) {
      Source used = wanted(verify.source());
      require(used.right() && used.rightSecret() && !used.changing(), "the proof fails");
      proven.add(verify.source().name());
    } else {
      resets.apply((ResetAction) action);
    }
  }

  /** Time passes: changes come to their end, and so does what held writes up. */
  void settle() {
    sources.replaceAll((name, source) -> source.settled());
    blocked = false;
  }

  private Source wanted(DremioSpec.Source source) {
    assertThat(source.name()).as("nothing foreign is touched").isNotEqualTo(FOREIGN);
    Source actual = sources.get(source.name());
    require(actual != null, "no such source");
    require(actual.type().equals(source.type().name()), "it is of another type");
    return actual;
  }

  /** By the desired state itself; what is of another type is a person's affair. */
  boolean isAsDesired() {
    return hasUser
        && desired.dremio().sources().stream()
            .map(source -> sources.get(source.name()))
            .allMatch(is -> is != null && (is.type().equals("HDFS") || isRight(is)));
  }

  private static boolean isRight(Source source) {
    return source.right() && source.rightSecret() && source.noted();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
