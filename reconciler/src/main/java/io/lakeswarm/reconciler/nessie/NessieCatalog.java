package io.lakeswarm.reconciler.nessie;

import io.lakeswarm.reconciler.observed.ObservedBranch;
import io.lakeswarm.reconciler.observed.ObservedNessie;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.error.NessieConflictException;
import org.projectnessie.error.NessieNamespaceAlreadyExistsException;
import org.projectnessie.error.NessieNotFoundException;
import org.projectnessie.error.NessieReferenceAlreadyExistsException;
import org.projectnessie.error.NessieReferenceNotFoundException;
import org.projectnessie.model.Branch;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.GetMultipleContentsResponse;
import org.projectnessie.model.IcebergContent;
import org.projectnessie.model.Namespace;

/** The calls to the catalog; each ends within its deadline. */
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

  /** The default branch and those of {@code branches} that exist. */
  ObservedNessie observe(Collection<String> branches, Collection<String> namespaces)
      throws NessieNotFoundException {
    String defaultBranch = api.getConfig().getDefaultBranch();
    SortedMap<String, ObservedBranch> seen = new TreeMap<>();
    seen.put(
        defaultBranch, branch(defaultBranch, namespaces).orElseThrow(() -> gone(defaultBranch)));
    for (String name : branches) {
      if (!seen.containsKey(name)) {
        branch(name, namespaces).ifPresent(branch -> seen.put(name, branch));
      }
    }
    return new ObservedNessie(defaultBranch, seen);
  }

  /** Name to metadata location of each Iceberg table and view on the default branch. */
  SortedMap<String, String> metadataLocations() throws NessieNotFoundException {
    SortedMap<String, String> locations = new TreeMap<>();
    api.getEntries().refName(api.getConfig().getDefaultBranch()).withContent(true).stream()
        .filter(entry -> entry.getContent() instanceof IcebergContent)
        .forEach(
            entry ->
                locations.put(
                    entry.getName().toString(),
                    ((IcebergContent) entry.getContent()).getMetadataLocation()));
    return locations;
  }

  void createBranch(String name, String source)
      throws NessieNotFoundException, NessieConflictException {
    String head = api.getReference().refName(source).get().getHash();
    try {
      api.createReference().sourceRefName(source).reference(Branch.of(name, head)).create();
    } catch (NessieReferenceAlreadyExistsException e) {
      requireBranch(name, e);
    }
  }

  void createNamespace(String branch, String name)
      throws NessieNotFoundException, NessieConflictException {
    try {
      api.createNamespace().refName(branch).namespace(Namespace.parse(name)).create();
    } catch (NessieNamespaceAlreadyExistsException e) {
      ObservedBranch seen = branch(branch, List.of(name)).orElseThrow(() -> gone(branch));
      if (!seen.namespaces().contains(name)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    api.close();
  }

  private static NessieReferenceNotFoundException gone(String branch) {
    return new NessieReferenceNotFoundException("branch " + branch + " does not exist");
  }

  private void requireBranch(String name, NessieReferenceAlreadyExistsException otherwise)
      throws NessieNotFoundException, NessieReferenceAlreadyExistsException {
    if (!(api.getReference().refName(name).get() instanceof Branch)) {
      throw otherwise;
    }
  }

  private Optional<ObservedBranch> branch(String name, Collection<String> namespaces)
      throws NessieNotFoundException {
    try {
      if (namespaces.isEmpty()) {
        return Optional.of(
            ObservedBranch.of(
                api.getReference().refName(name).get().getHash(), java.util.Set.of()));
      }
      List<ContentKey> keys =
          namespaces.stream().map(namespace -> Namespace.parse(namespace).toContentKey()).toList();
      GetMultipleContentsResponse answer =
          api.getContent().refName(name).keys(keys).getWithResponse();
      Map<ContentKey, Content> found = answer.toContentsMap();
      return Optional.of(
          ObservedBranch.of(
              answer.getEffectiveReference().getHash(),
              found.entrySet().stream()
                  .filter(entry -> entry.getValue() instanceof Namespace)
                  .map(entry -> Namespace.of(entry.getKey()).name())
                  .collect(Collectors.toSet())));
    } catch (NessieReferenceNotFoundException e) {
      return Optional.empty();
    }
  }
}
