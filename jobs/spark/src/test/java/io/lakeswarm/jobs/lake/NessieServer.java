package io.lakeswarm.jobs.lake;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.projectnessie.client.NessieClientBuilder;
import org.projectnessie.client.api.NessieApiV2;
import org.projectnessie.model.Branch;
import org.projectnessie.model.CommitMeta;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.Namespace;
import org.projectnessie.model.Operation;
import org.projectnessie.model.Reference;

/** The real Nessie server as a process, in memory, on a free loopback port. */
public final class NessieServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final int ATTEMPTS = 3;
  private static final int OLDEST_JAVA = 21;

  private static NessieServer shared;

  private final Process process;
  private final int port;
  private final NessieApiV2 api;

  private NessieServer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.api =
        NessieClientBuilder.createClientBuilder(null, null).withUri(uri()).build(NessieApiV2.class);
  }

  /** Why no server can be started here; empty when one can. */
  public static Optional<String> obstacle() {
    return java().isPresent()
        ? Optional.empty()
        : Optional.of("no Java of version " + OLDEST_JAVA + " or newer under /usr/lib/jvm");
  }

  /** Starts a server and waits until it answers; once more when somebody else took its port. */
  public static NessieServer start(Path log) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      NessieServer server = launch(log);
      await()
          .atMost(START)
          .ignoreExceptions()
          .until(() -> !server.process.isAlive() || server.answers());
      if (server.process.isAlive()) {
        return server;
      }
      server.close();
    }
    throw new IOException("Cannot start Nessie: it ended. Its log: " + Files.readString(log));
  }

  private static NessieServer launch(Path log) throws IOException {
    int port = freePort();
    List<String> command =
        List.of(
            java().orElseThrow(() -> new IOException(obstacle().orElseThrow())).toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.management.host=127.0.0.1",
            "-Dquarkus.management.port=" + freePort(),
            "-Dnessie.version.store.type=IN_MEMORY",
            "-jar",
            System.getProperty("lakeswarm.nessie.jar"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new NessieServer(process, port);
  }

  /** The one server of this JVM, emptied; it ends with the JVM. */
  public static synchronized NessieServer shared() throws Exception {
    if (shared == null) {
      shared = start(Files.createTempFile("nessie", ".log"));
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    shared.empty();
    return shared;
  }

  /** The address of API v2. */
  public String uri() {
    return "http://127.0.0.1:" + port + "/api/v2";
  }

  /** Makes a namespace on main, as the reconciler does. */
  public void namespace(String name) throws Exception {
    api.commitMultipleOperations()
        .branch((Branch) main())
        .commitMeta(CommitMeta.fromMessage("namespace " + name))
        .operation(Operation.Put.of(ContentKey.of(name), Namespace.of(name)))
        .commit();
  }

  /** Makes a branch from main, as a run that crashed leaves one. */
  public void branch(String name) throws Exception {
    api.createReference()
        .sourceRefName("main")
        .reference(Branch.of(name, main().getHash()))
        .create();
  }

  /** All branches and tags. */
  public List<String> references() throws Exception {
    return api.getAllReferences().stream().map(Reference::getName).toList();
  }

  /** The head of main. */
  public Reference main() throws Exception {
    return api.getReference().refName("main").get();
  }

  @Override
  public void close() {
    api.close();
    process.destroyForcibly();
  }

  private void empty() throws Exception {
    for (Reference reference : api.getAllReferences().stream().toList()) {
      if (!reference.getName().equals("main")) {
        api.deleteReference().reference(reference).delete();
      }
    }
    List<Operation> deletes =
        api.getEntries().refName("main").stream()
            .<Operation>map(entry -> Operation.Delete.of(entry.getName()))
            .toList();
    if (!deletes.isEmpty()) {
      api.commitMultipleOperations()
          .branch((Branch) main())
          .commitMeta(CommitMeta.fromMessage("empty"))
          .operations(deletes)
          .commit();
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri() + "/config")).build();
    return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private static Optional<Path> java() {
    try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
      return homes
          .filter(NessieServer::isNewEnough)
          .map(home -> home.resolve("bin/java"))
          .findAny();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isNewEnough(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin/java"))
          && Files.readAllLines(home.resolve("release")).stream()
              .filter(line -> line.startsWith("JAVA_VERSION="))
              .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
              .anyMatch(major -> Integer.parseInt(major) >= OLDEST_JAVA);
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
