package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Sources: who may write what, and what it costs. One for each start of the process. */
final class CatalogApi {
  private static final Duration CHECKED_EVERY = Duration.ofSeconds(60);

  private final DremioVolume volume;
  private final DremioProfile profile;
  private final SourceStart start;
  private final Clock clock;
  private final Duration goesOn;
  private long checkedAt;

  /** How often the engine restarted a source, or dropped what it knew of its files. */
  final Map<String, Integer> restarts = new ConcurrentHashMap<>();

  final Map<String, Integer> metadataDropped = new ConcurrentHashMap<>();

  /** Changes go on for {@code goesOn} after their answer, where the profile lets them. */
  CatalogApi(
      DremioVolume volume, DremioProfile profile, Backends backends, Clock clock, Duration goesOn) {
    this.volume = volume;
    this.profile = profile;
    this.start = new SourceStart(backends);
    this.clock = clock;
    this.goesOn = goesOn;
    check();
  }

  /** What the server does now and then by itself. */
  void tick() {
    sources().forEach(StoredSource::settle);
    if (clock.millis() - checkedAt >= CHECKED_EVERY.toMillis()) {
      check();
    }
    volume.save();
  }

  /** True while the next check will find a source other than it is shown. */
  boolean isBehind() {
    return sources()
        .anyMatch(source -> source.isGood() != start.isGood(source.type(), source.config()));
  }

  Reply list() {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    sources().forEach(source -> data.add(source.listed()));
    ObjectNode home = data.addObject().put("id", "home").put("type", "CONTAINER");
    home.put("containerType", "HOME").putArray("path").add("@admin");
    return Reply.ok(JsonNodeFactory.instance.objectNode().set("data", data));
  }

  Reply sourceList() {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    sources().forEach(source -> data.add(source.shown()));
    return Reply.ok(JsonNodeFactory.instance.objectNode().set("data", data));
  }

  Reply byPath(String name, String query) {
    return read(
        named(name)
            .orElseThrow(
                () -> Reply.generic(404, "Could not find entity with path [[" + name + "]]")),
        query);
  }

  Reply byId(String id, String query) {
    return read(
        withId(id)
            .orElseThrow(() -> Reply.generic(404, "Could not find entity with id [" + id + "]")),
        query);
  }

  Reply create(JsonNode body) {
    SourceForm form = SourceForm.read(body);
    if (!form.text("id").isEmpty()) {
      throw Reply.generic(400, "Source id is immutable.");
    }
    if (!form.text("tag").isEmpty()) {
      throw Reply.generic(400, "Source tag is immutable.");
    }
    if (!body.hasNonNull("name")) {
      throw Reply.generic(500, "Something went wrong.");
    }
    String name = form.text("name");
    if (!name.matches("[^.\"@]+")) {
      throw Reply.invalid("name", "Name can not contain periods, double quotes or @");
    }
    form.requireArguments(400);
    if (named(name).isPresent()) {
      throw Reply.user(409, "A source with the name [" + name + "] already exists.");
    }
    for (String secret : ConfigRules.secrets(form.type())) {
      if (ConfigRules.MASK.equals(form.config().path(secret).asText())) {
        throw Reply.user(400, "Could not connect to source [" + name + "]: no such secret.");
      }
    }
    start.require(name, form.type(), form.config());
    StoredSource source = stored(volume.sources().putObject(name));
    source.create(name, form.type(), form.config(), form.policy(), goesOn);
    volume.save();
    return withChildren(source);
  }

  Reply update(String id, JsonNode body) {
    SourceForm form = SourceForm.read(body);
    StoredSource source =
        withId(id)
            .orElseThrow(
                () -> Reply.user(404, "source " + id + " at [/source/" + id + "] not found"));
    require(form.text("id").equals(id), 404, "Ids must match.");
    require(form.text("name").equals(source.name()), 404, "Source name is immutable.");
    require(form.type().equals(source.type()), 404, "Source type is immutable.");
    boolean sameTime =
        !body.hasNonNull("createdAt") || form.text("createdAt").equals(source.createdAt());
    require(sameTime, 404, "Creation time is immutable.");
    form.requireArguments(404);
    String tag = form.text("tag");
    require(!tag.isEmpty(), 409, "Source already exists with name " + source.name() + ".");
    if (source.isChanging()) {
      throw Reply.user(400, "Source [" + source.name() + "] is being modified. Try again.");
    }
    require(
        tag.equals(source.tag()),
        409,
        "Source ["
            + source.name()
            + "] has been updated, and the given configuration is out of date (current tag: "
            + source.tag()
            + ", given: "
            + tag
            + ")");
    ObjectNode config = form.config();
    boolean dropped = costs(source, config);
    start.require(source.name(), source.type(), config);
    source.update(config, form.policy(), goesOn);
    restarts.merge(source.name(), 1, Integer::sum);
    if (dropped) {
      metadataDropped.merge(source.name(), 1, Integer::sum);
    }
    volume.save();
    return Reply.ok(source.shown());
  }

  Reply delete(String id, String tag) {
    StoredSource source =
        withId(id)
            .orElseThrow(() -> Reply.generic(404, "Could not find entity with id [" + id + "]"));
    require(tag.isEmpty() || tag.equals(source.tag()), 409, "The tag is out of date.");
    volume.sources().remove(source.name());
    volume.save();
    return Reply.empty(204);
  }

  /** The source of this name. */
  Optional<StoredSource> named(String name) {
    return sources().filter(source -> source.name().equals(name)).findFirst();
  }

  /** Fills masked secrets in; says whether the change costs what is known of the files. */
  private static boolean costs(StoredSource source, ObjectNode config) {
    List<String> secrets = ConfigRules.secrets(source.type());
    boolean costs = false;
    for (String secret : secrets) {
      if (ConfigRules.MASK.equals(config.path(secret).asText())) {
        config.set(secret, source.config().path(secret));
      } else {
        // Stored ones are encrypted with a key of their own, so a plain one is never "the same".
        costs |= config.has(secret) && ConfigRules.costsMetadata(source.type(), secret);
      }
    }
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      boolean changed = !field.getValue().equals(source.config().path(field.getKey()));
      costs |= changed && ConfigRules.costsMetadata(source.type(), field.getKey());
    }
    return costs;
  }

  private Reply read(StoredSource source, String query) {
    if (("&" + query).contains("&exclude=children")) {
      return Reply.ok(source.shown());
    }
    if (!source.isGood()) {
      throw Reply.user(
          400,
          "The source ["
              + source.name()
              + "] is currently unavailable. Metadata is not accessible; please check node health"
              + " (or external storage) and permissions.");
    }
    return withChildren(source);
  }

  private static Reply withChildren(StoredSource source) {
    ObjectNode shown = source.shown();
    shown.putArray("children");
    return Reply.ok(shown);
  }

  private void check() {
    checkedAt = clock.millis();
    sources().forEach(source -> source.good(start.isGood(source.type(), source.config())));
  }

  private Optional<StoredSource> withId(String id) {
    return sources().filter(source -> source.id().equals(id)).findFirst();
  }

  private Stream<StoredSource> sources() {
    return StreamSupport.stream(volume.sources().spliterator(), false)
        .map(node -> stored((ObjectNode) node));
  }

  private StoredSource stored(ObjectNode node) {
    return new StoredSource(node, profile, clock);
  }

  private static void require(boolean held, int status, String message) {
    if (!held) {
      throw Reply.generic(status, message);
    }
  }
}
