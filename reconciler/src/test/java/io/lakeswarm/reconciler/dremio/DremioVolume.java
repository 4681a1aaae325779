package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** What the engine keeps on its volume: users, tokens, sources and the identity of it all. */
final class DremioVolume {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<Path> file;
  private final ObjectNode root;

  private DremioVolume(Optional<Path> file, ObjectNode root) {
    this.file = file;
    this.root = root;
  }

  /** A volume that nobody used. */
  static DremioVolume empty(Clock clock) {
    return new DremioVolume(Optional.empty(), fresh(clock));
  }

  /** The volume in this directory, fresh when it holds nothing. */
  static DremioVolume in(Path directory, Clock clock) {
    Path file = directory.resolve("simulator.json");
    try {
      Files.createDirectories(directory);
      ObjectNode root =
          Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : fresh(clock);
      DremioVolume volume = new DremioVolume(Optional.of(file), root);
      volume.save();
      return volume;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String clusterId() {
    return root.path("clusterId").asText();
  }

  long createdAt() {
    return root.path("clusterCreatedAt").asLong();
  }

  /** By name. */
  ObjectNode users() {
    return root.withObject("/users");
  }

  /** By token. */
  ObjectNode tokens() {
    return root.withObject("/tokens");
  }

  /** By name. */
  ObjectNode sources() {
    return root.withObject("/sources");
  }

  /** Writes the volume where it lies in files. */
  void save() {
    if (file.isPresent()) {
      Path temporary = file.get().resolveSibling("simulator.json.new");
      try {
        Files.write(temporary, JSON.writeValueAsBytes(root));
        Files.move(temporary, file.get(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ObjectNode fresh(Clock clock) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("clusterId", UUID.randomUUID().toString())
        .put("clusterCreatedAt", clock.millis());
  }
}
