package io.lakeswarm.reconciler.desired;

import java.util.List;
import java.util.Optional;

/** The query engine's sources; names are unique. */
public record DremioSpec(List<Source> sources) {

  /** No sources, as in a document without the section. */
  public static final DremioSpec NONE = new DremioSpec(List.of());

  /** Keeps the order of the document. */
  public DremioSpec {
    sources = List.copyOf(sources);
  }

  /** The kinds of source the document may name. */
  public enum SourceType {
    NESSIE,
    S3
  }

  /** One source; {@code rootPath} belongs to NESSIE sources, {@code user} is a MinIO user. */
  public record Source(
      String name, SourceType type, String endpoint, Optional<String> rootPath, String user) {}
}
