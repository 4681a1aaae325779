package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queries: every text is taken, and what becomes of it is told by its job. */
final class JobApi {
  private static final Set<String> FIELDS = Set.of("sql", "context", "references", "engineName");
  private static final Pattern SHOW =
      Pattern.compile("(?i)SHOW (BRANCHES|TABLES) IN \"?([^\"]+)\"?");
  private static final int MOST_ROWS = 500;

  private final CatalogApi catalog;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  /** The states a job still goes through; each look moves it on by one. */
  private record Job(Deque<String> states, Optional<String> error) {}

  JobApi(CatalogApi catalog) {
    this.catalog = catalog;
  }

  Reply submit(JsonNode body) {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                throw ConfigRules.wrong(name);
              }
            });
    Optional<String> error = error(body.path("sql").asText("").strip());
    String end = error.isPresent() ? "FAILED" : "COMPLETED";
    String id = UUID.randomUUID().toString();
    jobs.put(id, new Job(new ArrayDeque<>(List.of("ENQUEUED", "RUNNING", end)), error));
    return Reply.ok(JsonNodeFactory.instance.objectNode().put("id", id));
  }

  Reply job(String id) {
    Job job = find(id);
    String state = job.states().peek();
    if (job.states().size() > 1) {
      job.states().remove();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jobState", state);
    answer.put("queryType", "REST").put("rowCount", state.equals("COMPLETED") ? 1 : 0);
    answer.put("errorMessage", state.equals("FAILED") ? job.error().orElse("") : "");
    return Reply.ok(answer.put("cancellationReason", ""));
  }

  Reply results(String id, String query) {
    Job job = find(id);
    Matcher limit = Pattern.compile("limit=(\\d+)").matcher(query);
    if (limit.find() && Integer.parseInt(limit.group(1)) > MOST_ROWS) {
      throw Reply.generic(400, "limit can not exceed 500 rows");
    }
    if (!"COMPLETED".equals(job.states().peek())) {
      throw Reply.generic(
          400, "Can not fetch details for a job that is in [" + job.states().peek() + "] state.");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("rowCount", 1);
    answer.putArray("schema").addObject().put("name", "EXPR$0");
    answer.putArray("rows").addObject().put("EXPR$0", 1);
    return Reply.ok(answer);
  }

  private Job find(String id) {
    return Optional.ofNullable(jobs.get(id))
        .orElseThrow(() -> Reply.generic(404, "Could not find job: " + id));
  }

  private Optional<String> error(String sql) {
    if (sql.equalsIgnoreCase("SELECT 1")) {
      return Optional.empty();
    }
    Matcher show = SHOW.matcher(sql);
    if (!show.matches()) {
      return Optional.of("PARSE ERROR: Failure parsing the query.");
    }
    Optional<StoredSource> source = catalog.named(show.group(2));
    if (source.isEmpty() || !source.get().type().equals("NESSIE")) {
      return Optional.of("VALIDATION ERROR: Source [" + show.group(2) + "] not found");
    }
    return source.get().isGood()
        ? Optional.empty()
        : Optional.of("The source [" + show.group(2) + "] is currently unavailable.");
  }
}
