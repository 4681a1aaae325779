package io.lakeswarm.reconciler.dremio;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.config.LakeswarmSettings;
import io.lakeswarm.reconciler.config.SecretFiles;
import io.lakeswarm.reconciler.platform.PlatformController;
import io.lakeswarm.reconciler.status.DremioConditions;
import io.lakeswarm.reconciler.store.ResetFacts;
import io.lakeswarm.reconciler.store.StatusStore;
import io.lakeswarm.reconciler.swarm.SwarmReader;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** A simulated engine that can be wiped and looked into, for tests of other packages. */
public final class DremioWorld implements AutoCloseable {
  /** By this name the sources are told where the lake is, whoever stands before it in a test. */
  private static final URI LAKE = URI.create("http://minio:9000");

  private final DremioSimulator server;

  /** At work on an empty volume; the lake lets those keys in that {@code opens} accepts. */
  public DremioWorld(Clock clock, BiPredicate<String, String> opens) {
    server = new DremioSimulator(DremioProfile.V26_0_5, new Lake(opens), clock);
  }

  /** The password of the first user, by the name of its secret. */
  public static Map<String, String> secrets() {
    return Map.of("dremio_password", DremioLab.PASSWORD);
  }

  public URI uri() {
    return server.uri();
  }

  /** It is started again on an empty volume. */
  public void wipe() {
    server.wipe();
  }

  /** True while the engine has not noticed yet how its sources are. */
  public boolean isBehind() {
    return server.isBehind();
  }

  /** Users and sources, with the sources' secrets, as text by name. */
  public Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    DremioVolume volume = server.volume();
    volume.users().fieldNames().forEachRemaining(name -> all.put("user " + name, "exists"));
    volume
        .sources()
        .fields()
        .forEachRemaining(
            source ->
                all.put("source " + source.getKey(), sorted(source.getValue().path("config"))));
    return all;
  }

  /** The server keeps the order in which the fields of a source came. */
  private static String sorted(JsonNode config) {
    Map<String, JsonNode> fields = new TreeMap<>();
    config.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
    return fields.toString();
  }

  /** The controller as the application makes it, but for the address of the lake. */
  public static DremioController seenBy(
      LakeswarmSettings settings,
      StatusStore status,
      ResetFacts facts,
      PlatformController platform,
      SwarmReader swarm,
      Clock clock) {
    return new DremioController(
        new DremioClient(settings.dremio().url(), settings.minio().deadline()),
        new SourceAccess(new SecretFiles(settings)::read, LAKE),
        new DremioContext(
            status,
            facts,
            platform,
            () -> !swarm.services("dremio").isEmpty(),
            () -> DremioConditions.blocked(status.conditions())),
        clock);
  }

  @Override
  public void close() {
    server.close();
  }

  /** The kit's servers, always up. */
  private record Lake(BiPredicate<String, String> opens) implements Backends {
    @Override
    public boolean catalogAnswers(String endpoint) {
      return endpoint.equals("http://nessie:19120/api/v2");
    }

    @Override
    public Store store(String endpoint, String accessKey, String secretKey) {
      return !endpoint.equals(LAKE.getAuthority())
          ? Store.DOWN
          : opens.test(accessKey, secretKey) ? Store.OPEN : Store.REFUSED;
    }
  }
}
