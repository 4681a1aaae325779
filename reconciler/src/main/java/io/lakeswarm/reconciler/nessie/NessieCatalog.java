package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.observed.ObservedBranch;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.BaseNessieClientServerException;
import org.projectnessie.error.ErrorCode;
import org.projectnessie.error.ImmutableNessieError;
import org.projectnessie.error.NessieNamespaceAlreadyExistsException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.error.NessieReferenceAlreadyExistsException;
import org.projectnessie.error.NessieReferenceNotFoundException;
import org.projectnessie.error.NessieUnavailableException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.Detached;
import org.projectnessie.model.GetMultipleContentsResponse;
import org.projectnessie.model.IcebergContent;
import org.projectnessie.model.Namespace;
import org.projectnessie.model.NessieConfiguration;
import org.projectnessie.model.Reference;

/** Calls the catalog; each call ends within its deadline. */
final class NessieCatalog implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 5_000;

  private final NessieApiV2 api;

  /** Connects at the first call, so that the catalog may start later than the reconciler. */
  NessieCatalog(URI server) {
    this.api =
        NessieClientBuilder.createClientBuilder("HTTP", null)
            .withUri(server.resolve("/api/v2"))
            .withConnectionTimeout(CONNECT_MILLIS)
            .withReadTimeout(READ_MILLIS)
            .withDisableCompression(true)
            .withApiCompatibilityCheck(false)
            .build(NessieApiV2.class);
  }

  /**
   * Identifies one database among others.
   *
   * @param id when its repository was made
   * @param noCommit the head of a branch without commits
   */
  record Repository(String id, String defaultBranch, String noCommit) {}

  /** Returns the repository that answers; one without a creation time is not set up yet. */
  Repository repository() throws NessieNotFoundException {
    NessieConfiguration config =
        UnreadableAnswer.<NessieConfiguration, NessieNotFoundException>orResult(this::config);
    if (config.getRepositoryCreationTimestamp() == null) {
      throw new NessieUnavailableException(
          ImmutableNessieError.builder()
              .status(503)
              .reason("Service Unavailable")
              .message("its repository is not set up yet")
              .errorCode(ErrorCode.SERVICE_UNAVAILABLE)
              .build());
    }
    return new Repository(
        config.getRepositoryCreationTimestamp().toString(),
        config.getDefaultBranch(),
        config.getNoAncestorHash());
  }

  private NessieConfiguration config() {
    return Objects.requireNonNull(api.getConfig());
  }

  /** Returns true when the database has the commit, whatever branch it is on. */
  boolean hasCommit(String hash) throws NessieNotFoundException {
    try {
      UnreadableAnswer.orResult(
          () ->
              Objects.requireNonNull(
                  api.getCommitLog().reference(Detached.of(hash)).maxRecords(1).get()));
      return true;
    } catch (NessieReferenceNotFoundException e) {
      return false;
    }
  }

  /** Returns name to metadata location of each Iceberg table and view on the default branch. */
  SortedMap<String, String> metadataLocations() throws NessieNotFoundException {
    return UnreadableAnswer.orResult(this::readLocations);
  }

  private SortedMap<String, String> readLocations() throws NessieNotFoundException {
    SortedMap<String, String> locations = new TreeMap<>();
    api.getEntries().refName(config().getDefaultBranch()).withContent(true).stream()
        .filter(entry -> entry.getContent() instanceof IcebergContent)
        .forEach(
            entry ->
                locations.put(
                    entry.getName().toString(),
                    ((IcebergContent) entry.getContent()).getMetadataLocation()));
    return locations;
  }

  void createBranch(String name, String source) throws BaseNessieClientServerException {
    String head =
        UnreadableAnswer.orResult(() -> api.getReference().refName(source).get().getHash());
    Branch branch = Branch.of(name, head);
    try {
      UnreadableAnswer.<Reference, BaseNessieClientServerException>orResult(
          () -> api.createReference().sourceRefName(source).reference(branch).create());
    } catch (NessieReferenceAlreadyExistsException e) {
      requireBranch(name, e);
    }
  }

  void createNamespace(String branch, String name) throws BaseNessieClientServerException {
    try {
      UnreadableAnswer.<Namespace, BaseNessieClientServerException>orResult(
          () -> api.createNamespace().refName(branch).namespace(Namespace.parse(name)).create());
    } catch (NessieNamespaceAlreadyExistsException e) {
      boolean seen =
          branch(branch, List.of(name)).filter(it -> it.namespaces().contains(name)).isPresent();
      if (!seen) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    api.close();
  }

  private void requireBranch(String name, NessieReferenceAlreadyExistsException otherwise)
      throws NessieNotFoundException, NessieReferenceAlreadyExistsException {
    Reference found = UnreadableAnswer.orResult(() -> api.getReference().refName(name).get());
    if (!(found instanceof Branch)) {
      throw otherwise;
    }
  }

  /** Returns the branch with those of {@code namespaces} that it has; empty when there is none. */
  Optional<ObservedBranch> branch(String name, Collection<String> namespaces)
      throws NessieNotFoundException {
    try {
      return Optional.of(UnreadableAnswer.orResult(() -> readBranch(name, namespaces)));
    } catch (NessieReferenceNotFoundException e) {
      return Optional.empty();
    }
  }

  private ObservedBranch readBranch(String name, Collection<String> namespaces)
      throws NessieNotFoundException {
    if (namespaces.isEmpty()) {
      return ObservedBranch.of(api.getReference().refName(name).get().getHash(), Set.of());
    }
    List<ContentKey> keys =
        namespaces.stream().map(namespace -> Namespace.parse(namespace).toContentKey()).toList();
    GetMultipleContentsResponse answer =
        api.getContent().refName(name).keys(keys).getWithResponse();
    Map<ContentKey, Content> found = answer.toContentsMap();
    return ObservedBranch.of(
        answer.getEffectiveReference().getHash(),
        found.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Namespace)
            .map(entry -> Namespace.of(entry.getKey()).name())
            .collect(Collectors.toSet()));
  }
}
