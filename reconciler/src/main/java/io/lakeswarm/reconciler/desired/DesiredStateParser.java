package io.lakeswarm.reconciler.desired;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Parses a document into a {@link DesiredState}, or refuses it with all its problems at once. */
public final class DesiredStateParser {

  /** The only format there is. */
  public static final String API_VERSION = "lakeswarm/v1";

  static final int LARGEST_COUNT = 1000;
  private static final int DEFAULT_MAX_WORKERS = 16;

  /** Each costs calls; 100 branches of 100 namespaces with 20 levels would be 200,000. */
  private static final int MOST_NAMESPACES = 1000;

  private DesiredStateParser() {}

  /**
   * Returns the desired state. Throws {@link InvalidDesiredState} with every problem, sorted by
   * line.
   */
  public static DesiredState parse(Document document) {
    List<Problem> problems = new ArrayList<>();
    FieldReader root = new FieldReader(document, problems);
    if (document instanceof Document.Mapping) {
      apiVersion(root);
    }
    Optional<WorkersSpec> workers = workers(root.section("spark"));
    MinioSpec minio = MinioParser.parse(root.section("minio"));
    NessieSpec nessie = nessie(root.section("nessie"));
    DremioSpec dremio =
        root.optionalSection("dremio")
            .map(section -> DremioParser.parse(section, minio))
            .orElse(DremioSpec.NONE);
    ServicesSpec services =
        root.optionalSection("services")
            .map(DesiredStateParser::services)
            .orElse(ServicesSpec.REPORT_ALL);
    root.refuseUnknownFields();
    // Only of good names: those of a bad one would be thousands.
    if (problems.isEmpty()
        && nessie.branches().size() * NessieSpec.withParents(nessie.namespaces()).size()
            > MOST_NAMESPACES) {
      root.section("nessie")
          .problem(
              "namespaces",
              "must not be more than " + MOST_NAMESPACES + " with their parents on all branches");
    }
    if (!problems.isEmpty() || workers.isEmpty()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidDesiredState(problems);
    }
    return new DesiredState(workers.get(), minio, nessie, dremio, services);
  }

  private static void apiVersion(FieldReader root) {
    Optional<Document> found = root.required("apiVersion");
    boolean known =
        found.isEmpty()
            || (found.get() instanceof Document.Text text && API_VERSION.equals(text.value()));
    if (!known) {
      root.problem("apiVersion", "must be " + API_VERSION);
    }
  }

  private static Optional<WorkersSpec> workers(FieldReader spark) {
    FieldReader section = spark.section("workers");
    int replicas = section.count("replicas");
    int min = section.count("min", 0);
    int max = section.count("max", DEFAULT_MAX_WORKERS);
    section.refuseUnknownFields();
    spark.refuseUnknownFields();
    if (replicas < 0 || min < 0 || max < 0) {
      return Optional.empty();
    }
    if (min > max) {
      section.problem("min", "must not be larger than max (" + min + " > " + max + ")");
      return Optional.empty();
    }
    if (replicas < min || replicas > max) {
      section.problem("replicas", "must be between min and max (" + min + ".." + max + ")");
      return Optional.empty();
    }
    return Optional.of(new WorkersSpec(replicas, min, max));
  }

  private static NessieSpec nessie(FieldReader section) {
    List<String> branches =
        section.list("branches", item -> section.asText(item, NameRule.BRANCH), name -> name);
    List<String> namespaces =
        section.list("namespaces", item -> section.asText(item, NameRule.NAMESPACE), name -> name);
    section.refuseUnknownFields();
    return new NessieSpec(branches, namespaces);
  }

  private static ServicesSpec services(FieldReader section) {
    ServicesSpec.Drift byDefault =
        section
            .optionalSection("default")
            .flatMap(DesiredStateParser::drift)
            .orElse(ServicesSpec.Drift.REPORT);
    TreeMap<String, ServicesSpec.Drift> byService = new TreeMap<>();
    for (String name : section.otherKeys()) {
      if (KitServices.NAMES.contains(name)) {
        section
            .optionalSection(name)
            .flatMap(DesiredStateParser::drift)
            .ifPresent(d -> byService.put(name, d));
      } else {
        section.problem(name, "is not a service of the kit");
      }
    }
    return new ServicesSpec(byDefault, byService);
  }

  private static Optional<ServicesSpec.Drift> drift(FieldReader section) {
    Optional<ServicesSpec.Drift> drift =
        section.word("drift", ServicesSpec.Drift.class, word -> word.toLowerCase(Locale.ROOT));
    section.refuseUnknownFields();
    return drift;
  }
}
