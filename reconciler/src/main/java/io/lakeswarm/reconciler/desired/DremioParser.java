package io.lakeswarm.reconciler.desired;

import java.util.List;
import java.util.Optional;

/** Parses the section {@code dremio}. */
final class DremioParser {

  private DremioParser() {}

  static DremioSpec parse(FieldReader section, MinioSpec minio) {
    List<String> users = minio.users().stream().map(MinioSpec.User::name).toList();
    List<DremioSpec.Source> sources =
        section.list(
            "sources", item -> source(section.fieldsOf(item), users), DremioSpec.Source::name);
    section.refuseUnknownFields();
    return new DremioSpec(sources);
  }

  private static DremioSpec.Source source(FieldReader fields, List<String> users) {
    String name = fields.text("name", NameRule.SOURCE);
    Optional<DremioSpec.SourceType> type =
        fields.word("type", DremioSpec.SourceType.class, word -> word);
    String endpoint =
        fields.text("endpoint", type.map(DremioParser::rule).orElse(NameRule.ANY_TEXT));
    Optional<String> rootPath = fields.optionalText("rootPath", NameRule.ROOT_PATH);
    if (type.equals(Optional.of(DremioSpec.SourceType.NESSIE)) && rootPath.isEmpty()) {
      fields.problem("rootPath", "is missing; a NESSIE source needs it");
    }
    if (type.equals(Optional.of(DremioSpec.SourceType.S3)) && rootPath.isPresent()) {
      fields.problem("rootPath", "belongs to NESSIE sources only");
    }
    String user = fields.text("user", NameRule.USER);
    if (!user.isEmpty() && !users.contains(user)) {
      fields.problem("user", "names the user '" + user + "', who is not in minio.users");
    }
    fields.refuseUnknownFields();
    return new DremioSpec.Source(
        name, type.orElse(DremioSpec.SourceType.S3), endpoint, rootPath, user);
  }

  private static NameRule rule(DremioSpec.SourceType type) {
    return switch (type) {
      case NESSIE -> NameRule.NESSIE_ENDPOINT;
      case S3 -> NameRule.S3_ENDPOINT;
    };
  }
}
