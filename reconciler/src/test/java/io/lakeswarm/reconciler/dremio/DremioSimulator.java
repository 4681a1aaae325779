package io.lakeswarm.reconciler.dremio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Dremio's REST contract as far as a bootstrap needs it, as strict as the source code of the server
 * says it is: it refuses what the server refuses, in the server's words. No claim about a running
 * Dremio follows from it. As a process: {@code DremioSimulator PORT PROFILE DIRECTORY}, where the
 * directory is its volume and the sources' servers are really asked whether they are there.
 */
public final class DremioSimulator implements AutoCloseable {
  static {
    // Else the JDK's server holds small answers back for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long a change goes on after its answer in a profile that lets it. */
  static final Duration GOES_ON = Duration.ofSeconds(2);

  private final DremioProfile profile;
  private final Backends backends;
  private final Clock clock;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private DremioVolume volume;
  private UserApi users;
  private CatalogApi catalog;
  private JobApi jobs;
  private volatile boolean starting;
  private volatile CountDownLatch heard = new CountDownLatch(0);

  /** Every call as "METHOD /path", and those that changed something. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  final List<String> writes = new CopyOnWriteArrayList<>();

  DremioSimulator(
      InetSocketAddress address,
      DremioProfile profile,
      DremioVolume volume,
      Backends backends,
      Clock clock) {
    this.profile = profile;
    this.backends = backends;
    this.clock = clock;
    this.volume = volume;
    restart();
    try {
      http = HttpServer.create(address, 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::serve);
    http.setExecutor(threads);
    http.start();
  }

  /** At work on any free port of the loopback address, on an empty volume. */
  DremioSimulator(DremioProfile profile, Backends backends, Clock clock) {
    this(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        profile,
        DremioVolume.empty(clock),
        backends,
        clock);
  }

  /** Runs until the process is ended. */
  public static void main(String[] arguments) {
    Clock clock = Clock.systemUTC();
    DremioProfile profile = DremioProfile.of(arguments[1]);
    new DremioSimulator(
        new InetSocketAddress(Integer.parseInt(arguments[0])),
        profile,
        DremioVolume.in(Path.of(arguments[2]), clock),
        new RealBackends(),
        clock);
    System.out.println("simulates Dremio " + profile.version() + " on port " + arguments[0]);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** A new process on the same volume: users, tokens and sources are still there. */
  synchronized void restart() {
    users = new UserApi(volume, profile, clock);
    catalog = new CatalogApi(volume, profile, backends, clock, GOES_ON);
    jobs = new JobApi(catalog);
  }

  /** True while the engine has not noticed yet how its sources are. */
  synchronized boolean isBehind() {
    return catalog.isBehind();
  }

  /** The volume is taken away under the running process. */
  synchronized void loseVolume() {
    volume.users().removeAll();
    volume.tokens().removeAll();
    volume.sources().removeAll();
  }

  /** A new process on a new volume. */
  synchronized void wipe() {
    volume = DremioVolume.empty(clock);
    restart();
  }

  /** Until told otherwise the server starts and is not at work. */
  void starting(boolean still) {
    starting = still;
  }

  /** Sources are still written, but nobody hears of it until {@link #answerWrites}. */
  void holdWrites() {
    heard = new CountDownLatch(1);
  }

  void answerWrites() {
    heard.countDown();
  }

  /** Somebody changes a source's settings in the UI. */
  synchronized void edit(String source, Consumer<ObjectNode> change) {
    StoredSource stored = catalog.named(source).orElseThrow();
    change.accept(stored.config());
    stored.update(stored.config(), stored.shown().path("metadataPolicy"), Duration.ZERO);
    stored.settle();
  }

  /** The settings of a source, with the secrets in clear. */
  synchronized JsonNode settings(String source) {
    return catalog.named(source).map(stored -> (JsonNode) stored.config()).orElseThrow();
  }

  synchronized Map<String, Integer> metadataDropped() {
    return Map.copyOf(catalog.metadataDropped);
  }

  synchronized Map<String, Integer> restarts() {
    return Map.copyOf(catalog.restarts);
  }

  synchronized DremioVolume volume() {
    return volume;
  }

  void forgetCalls() {
    calls.clear();
    writes.clear();
  }

  @Override
  public void close() {
    heard.countDown();
    http.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String call = method + " " + exchange.getRequestURI().getPath();
      calls.add(call);
      Reply reply = answer(exchange, method, exchange.getRequestURI().getPath());
      boolean read = method.equals("GET") || call.equals("POST /apiv2/login");
      if (!read && !call.equals("POST /api/v3/sql") && reply.status() / 100 == 2) {
        writes.add(call);
      }
      if (!read && call.contains("/api/v3/catalog")) {
        heard.await();
      }
      send(exchange, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Reply answer(HttpExchange exchange, String method, String path)
      throws IOException {
    try {
      if (path.equals("/apiv2/server_status")) {
        return Reply.json(starting ? 503 : 200, starting ? "\"MASTER_DOWN\"" : "\"OK\"");
      }
      boolean ui = path.startsWith("/apiv2/");
      if (!ui && !path.startsWith("/api/v3/")) {
        return Reply.page();
      }
      if (starting) {
        throw Reply.generic(503, "Service unavailable");
      }
      if (ui && !path.startsWith("/apiv2/bootstrap/")) {
        users.requireUser();
      }
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String key = authorization == null ? "" : authorization;
      return ui ? ui(exchange, method, path, key) : v3(exchange, method, path, key);
    } catch (Reply.Refusal e) {
      return e.reply();
    }
  }

  private Reply ui(HttpExchange exchange, String method, String path, String key)
      throws IOException {
    switch (method + " " + path) {
      case "PUT /apiv2/bootstrap/firstuser":
        return users.createFirst(body(exchange));
      case "POST /apiv2/login":
        return users.login(body(exchange));
      case "GET /apiv2/login":
        users.requireToken(key);
        return Reply.json(200, "true");
      case "DELETE /apiv2/login":
        users.requireToken(key);
        return users.logout(key);
      default:
        users.requireToken(key);
        throw Reply.generic(404, "HTTP 404 Not Found");
    }
  }

  private Reply v3(HttpExchange exchange, String method, String path, String key)
      throws IOException {
    users.requireToken(key);
    catalog.tick();
    String raw = exchange.getRequestURI().getRawQuery();
    String query = raw == null ? "" : raw;
    String[] parts = path.substring("/api/v3/".length()).split("/", 3);
    String rest = path.substring("/api/v3/".length() + parts[0].length()).replaceFirst("^/", "");
    String last = parts.length < 3 ? "" : parts[2];
    return switch (method + " " + parts[0] + (rest.isEmpty() ? "" : last.isEmpty() ? "/1" : "/2")) {
      case "GET catalog" -> catalog.list();
      case "POST catalog" -> catalog.create(body(exchange));
      case "GET catalog/1" -> catalog.byId(rest, query);
      case "GET catalog/2" -> catalog.byPath(last, query);
      case "PUT catalog/1" -> catalog.update(rest, body(exchange));
      case "DELETE catalog/1" -> catalog.delete(rest, tag(query));
      case "GET source" -> catalog.sourceList();
      case "POST sql" -> jobs.submit(body(exchange));
      case "GET job/1" -> jobs.job(rest);
      case "GET job/2" -> jobs.results(parts[1], query);
      default -> throw Reply.generic(404, "HTTP 404 Not Found");
    };
  }

  private static String tag(String query) {
    return query.startsWith("tag=") ? URLDecoder.decode(query.substring(4), UTF_8) : "";
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      throw Reply.generic(415, "HTTP 415 Unsupported Media Type");
    }
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw Reply.plain(400, "Unable to process JSON");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] out = reply.body().getBytes(UTF_8);
    if (!reply.type().isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", reply.type());
    }
    exchange.sendResponseHeaders(reply.status(), out.length == 0 ? -1 : out.length);
    if (out.length > 0) {
      exchange.getResponseBody().write(out);
    }
  }
}
