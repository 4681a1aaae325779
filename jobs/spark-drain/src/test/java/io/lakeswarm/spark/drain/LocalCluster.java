package io.lakeswarm.spark.drain;

import static org.awaitility.Awaitility.await;

import io.lakeswarm.spark.pages.ReadOnlyPages;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;

/**
 * A real standalone cluster on loopback addresses: a master and workers of one core, each a JVM.
 */
public final class LocalCluster implements AutoCloseable {
  /** How long a test waits for what must come. It bounds a failure and says nothing about speed. */
  public static final Duration SOON = Duration.ofMinutes(10);

  private static final String SECRET = "the secret of the test's cluster";
  private static final String TOKEN = "the token of the test's master";

  private final Path directory;
  private final int port = freePort();
  private final int uiPort = freePort();
  private final int workerPort = freePort();
  private final Map<String, Integer> workerUiPorts = new HashMap<>();
  private final MasterPages pages = new MasterPages(uiPort, TOKEN);
  private Process master;
  private final Map<String, Process> workers = new LinkedHashMap<>();
  private int started;

  /** Starts it and waits until the workers are registered; files go below the directory. */
  public LocalCluster(Path directory, int size) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("home/jars"));
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("token"), TOKEN);
    writeClassPathJar(directory.resolve("home/jars/test-classpath.jar"));
    try {
      startMaster();
      for (int i = 0; i < size; i++) {
        startWorker("127.0.0." + (i + 2));
      }
      awaitRegistered();
    } catch (IOException | RuntimeException e) {
      // The caller has no cluster to close: without this the processes outlive the tests.
      close();
      throw e;
    }
  }

  /** Starts a master on the recovery directory that the one before it left. */
  void startMaster() throws IOException {
    startMaster(RecoveringMaster.class, "-Dspark.worker.timeout=60");
  }

  /** The same, with this class and one more JVM argument. */
  void startMaster(Class<?> main, String setting) throws IOException {
    master =
        start(
            "master",
            List.of(
                "-Dspark.deploy.recoveryMode=FILESYSTEM",
                recoveryDirectory(),
                "-Dspark.ui.filters=" + ReadOnlyPages.class.getName(),
                "-Dspark." + ReadOnlyPages.class.getName() + ".param.token=" + token(),
                setting),
            main.getName(),
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + uiPort));
  }

  /** Starts a worker; each one on this host has the same address and port. */
  void startWorker(String host) throws IOException {
    startWorker(host, url());
  }

  /** The same, for a worker that is given another address of the master. */
  void startWorker(String host, String masterUrl) throws IOException {
    workerUiPorts.put(host, freePort());
    workers.put(
        host,
        start(
            host,
            List.of("-Dlakeswarm.drain.master.ui=http://127.0.0.1:" + uiPort),
            DrainWorker.class.getName(),
            workerArguments(host, masterUrl)));
  }

  /** Starts the workers that have ended, and waits until all are registered again. */
  void complete() throws IOException {
    for (String host : List.copyOf(workers.keySet())) {
      if (!isRunning(host)) {
        startWorker(host);
      }
    }
    awaitRegistered();
  }

  private void awaitRegistered() {
    await().atMost(SOON).until(this::areRegistered);
  }

  private boolean areRegistered() {
    Map<String, String> states = pages.states();
    return workers.keySet().stream().allMatch(host -> "ALIVE".equals(states.get(host)));
  }

  void killMaster() {
    killed(master);
  }

  void killWorker(String host) {
    killed(workers.get(host));
  }

  boolean isRunning(String host) {
    return workers.get(host).isAlive();
  }

  /** Waits until the worker has its RPC port: it serves its page after that. */
  void awaitOwnPage(String host) {
    URI page = URI.create("http://" + host + ":" + workerUiPorts.get(host) + "/json/");
    await().atMost(SOON).ignoreExceptions().until(() -> StatusPage.at(page).read().has("id"));
  }

  private String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** The settings of a driver on this cluster, with one core and 512 MB for each executor. */
  public SparkConf driver(String name) {
    return new SparkConf()
        .setMaster(url())
        .setAppName(name)
        .set("spark.authenticate", "true")
        .set("spark.authenticate.secret", SECRET)
        .set("spark.master.ui.port", String.valueOf(uiPort))
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.executor.cores", "1")
        .set("spark.executor.memory", "512m")
        .set(
            "spark.executor.extraJavaOptions",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData");
  }

  MasterPages pages() {
    return pages;
  }

  RpcAddress address() {
    return new RpcAddress("127.0.0.1", port);
  }

  private String token() {
    return directory.resolve("token").toString();
  }

  void terminate(String host) {
    workers.get(host).destroy();
  }

  int exitCode(String host) throws InterruptedException {
    if (!workers.get(host).waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the worker on " + host + " has not ended");
    }
    return workers.get(host).exitValue();
  }

  /** What the worker has logged at WARN and above. */
  String log(String host) throws IOException {
    return Files.readString(directory.resolve(host + ".log"));
  }

  /** What the master that was started last has logged at WARN and above. */
  String masterLog() throws IOException {
    return log("master");
  }

  @Override
  public void close() {
    List<Process> all = new ArrayList<>(workers.values());
    Optional.ofNullable(master).ifPresent(all::add);
    // Executors first, by their parents: a worker that is killed outright leaves them behind.
    all.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    all.forEach(Process::destroyForcibly);
  }

  private List<String> workerArguments(String host, String masterUrl) {
    return List.of(
        "--host",
        host,
        "--port",
        "" + workerPort,
        "--webui-port",
        "" + workerUiPorts.get(host),
        "--cores",
        "1",
        "--memory",
        "512m",
        "--work-dir",
        directory.resolve("work-" + host).toString(),
        masterUrl);
  }

  private static void killed(Process process) {
    process.destroyForcibly();
    await().atMost(SOON).until(() -> !process.isAlive());
  }

  private Process start(String name, List<String> properties, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    // Processes inherit the core of the one that starts them: five JVMs would share one.
    command.add(System.getProperty("basedir") + "/../../.ci/one-core.sh");
    command.add("" + started++);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(System.getProperty("lakeswarm.opens").split(" ")));
    command.add("-Dspark.authenticate=true");
    command.add("-Dspark.decommission.enabled=true");
    command.add("-Dspark.master.ui.decommission.allow.mode=ALLOW");
    command.addAll(properties);
    command.addAll(List.of("-cp", directory.resolve("home/jars") + "/*", main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Executors are started with this one: Maven's may be a script that chooses a core again.
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("_SPARK_AUTH_SECRET", SECRET);
    builder.environment().put("SPARK_HOME", directory.resolve("home").toString());
    builder.environment().put("SPARK_CONF_DIR", directory.resolve("conf").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve(name + ".log").toFile());
    return builder.start();
  }

  private String recoveryDirectory() {
    return "-D" + RecoveringMaster.DIRECTORY + "=" + directory.resolve("recovery/state");
  }

  /**
   * Spark looks for jars in a folder; one that names the test's class path saves a copy of them.
   */
  private static void writeClassPathJar(Path jar) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    StringBuilder uris = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator)) {
      uris.append(Path.of(entry).toUri()).append(' ');
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, uris.toString());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
